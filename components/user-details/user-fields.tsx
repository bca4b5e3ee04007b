import { useTranslations } from "next-intl";
import { Select } from "@/components/fields/select";
import { TextField } from "@/components/fields/text-field";

/** A user's details as they are; null where there is none. */
export interface UserValues {
  readonly name: string;
  readonly email: string | null;
  readonly externalReference: string | null;
  readonly language: string | null;
}

const NOBODY: UserValues = { name: "", email: null, externalReference: null, language: null };

/** The fields of a user's details, in a form. */
export function UserFields({ user = NOBODY }: { user?: UserValues }) {
  const t = useTranslations("users.invite");
  return (
    <>
      <TextField
        name="name"
        label={t("name")}
        defaultValue={user.name}
        isRequired
        autoFocus
        maxLength={200}
        autoComplete="off"
      />
      <TextField
        name="externalReference"
        label={t("reference")}
        hint={t("referenceHint")}
        defaultValue={user.externalReference ?? ""}
        maxLength={200}
        autoComplete="off"
      />
      <TextField
        name="email"
        type="email"
        label={t("email")}
        defaultValue={user.email ?? ""}
        maxLength={254}
        autoComplete="off"
      />
      <Select name="language" label={t("language")} defaultValue={user.language ?? "browser"}>
        <option value="browser">{t("browserLanguage")}</option>
        <option value="en">English</option>
        <option value="fr">Français</option>
      </Select>
    </>
  );
}
