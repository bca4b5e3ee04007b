import { useTranslations } from "next-intl";
import { Select } from "@/components/fields/select";
import type { StaffRole } from "@/lib/db/access/scope";

interface RoleChoiceProps {
  roles: readonly StaffRole[];
  value: StaffRole;
  onChange: (role: StaffRole) => void;
}

/** A role out of those that one may give, with what it is for. */
export function RoleChoice({ roles, value, onChange }: RoleChoiceProps) {
  const t = useTranslations("staff");
  return (
    <Select
      label={t("columns.role")}
      hint={t(`roleHints.${value}`)}
      value={value}
      onChange={({ target }) => onChange(roles.find((role) => role === target.value) ?? value)}
    >
      {roles.map((role) => (
        <option key={role} value={role}>
          {t(`roles.${role}`)}
        </option>
      ))}
    </Select>
  );
}
