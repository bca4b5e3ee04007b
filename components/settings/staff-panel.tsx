import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import { StatusPill } from "@/components/ui/status-pill";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";

interface StaffPanelProps {
  staff: readonly {
    id: string;
    name: string;
    email: string;
    role: "owner" | "admin" | "support" | "viewer";
    disabledAt: Date | null;
  }[];
}

/** Who can sign in, and how to add staff. */
export function StaffPanel({ staff }: StaffPanelProps) {
  const t = useTranslations("settings.staff");
  return (
    <Panel title={t("title")} flush>
      <Table label={t("title")} compact>
        <TableHead>
          <Th>{t("person")}</Th>
          <Th>{t("role")}</Th>
          <Th>{t("state")}</Th>
        </TableHead>
        <TableBody>
          {staff.map((person) => (
            <Tr key={person.id}>
              <Td className="py-1.5">
                {person.name}
                <span className="block text-label text-faint">{person.email}</span>
              </Td>
              <Td>{t(`roles.${person.role}`)}</Td>
              <Td>
                <StatusPill tone={person.disabledAt === null ? "ok" : "quiet"}>
                  {person.disabledAt === null ? t("active") : t("disabled")}
                </StatusPill>
              </Td>
            </Tr>
          ))}
        </TableBody>
      </Table>
      <p className="px-[18px] py-3.5 text-label text-dim">
        {t("how")} <code className="font-mono">npm run staff -- add</code>
      </p>
    </Panel>
  );
}
