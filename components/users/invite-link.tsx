import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/controls/button-link";

/**
 * Opens the dialog in the head of the page of linked users, from any empty list: a dialog in the list itself would go
 * with it when a user is invited.
 */
export function InviteLink() {
  const t = useTranslations("users.invite");
  return (
    <ButtonLink href="/users?invite=1" variant="primary">
      {t("button")}
    </ButtonLink>
  );
}
