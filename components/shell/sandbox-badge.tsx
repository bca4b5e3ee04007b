import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";

/** Says that the bank is simulated. */
export function SandboxBadge() {
  const t = useTranslations("shell");
  return (
    <Badge tone="warn" outlined title={t("sandboxHint")}>
      {t("sandbox")}
    </Badge>
  );
}
