import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Facts } from "@/components/ui/facts";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { ShortId } from "@/components/ui/short-id";
import { StatusPill } from "@/components/ui/status-pill";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { isSandbox } from "@/lib/env";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";
import { listStaff } from "@/lib/staff/store";
import { findFirstSite } from "@/lib/webhooks/site-store";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("title") };
}

export default async function SettingsPage() {
  await requireStaff("settings:read");
  const { database, env } = getRuntime();
  const [t, site, staff] = await Promise.all([
    getTranslations("settings"),
    findFirstSite(database.prisma),
    listStaff(database.prisma),
  ]);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 min-[1100px]:grid-cols-2">
        {site !== null && (
          <Panel title={t("site.title")}>
            <Facts
              facts={[
                { key: "name", label: t("site.name"), value: site.name },
                { key: "domain", label: t("site.domain"), value: site.domain },
                {
                  key: "partnerId",
                  label: t("site.partnerId"),
                  value: <ShortId value={site.partnerId} head={6} />,
                },
                {
                  key: "bank",
                  label: t("site.bank"),
                  value: isSandbox(env) ? t("site.sandbox") : t("site.live"),
                },
                {
                  key: "callback",
                  label: t("site.callback"),
                  value: (
                    <span className="font-mono text-[12px]">{`${env.APP_URL}/api/webhooks/anytime/••••••••`}</span>
                  ),
                },
                { key: "addresses", label: t("site.addresses"), value: site.allowedIps.join(", ") },
              ]}
            />
            {site.credentials.some(({ refPublic }) => refPublic) && (
              <Notice tone="warn" title={t("site.publicTitle")} className="mt-4">
                {t("site.publicText")}
              </Notice>
            )}
            <p className="mt-4 text-label text-dim">{t("site.keyText")}</p>
          </Panel>
        )}
        <Panel title={t("staff.title")} flush>
          <Table label={t("staff.title")} compact>
            <TableHead>
              <Th>{t("staff.person")}</Th>
              <Th>{t("staff.role")}</Th>
              <Th>{t("staff.state")}</Th>
            </TableHead>
            <TableBody>
              {staff.map((person) => (
                <Tr key={person.id}>
                  <Td className="py-1.5">
                    {person.name}
                    <span className="block text-label text-faint">{person.email}</span>
                  </Td>
                  <Td>{t(`staff.roles.${person.role}`)}</Td>
                  <Td>
                    <StatusPill tone={person.disabledAt === null ? "ok" : "quiet"}>
                      {person.disabledAt === null ? t("staff.active") : t("staff.disabled")}
                    </StatusPill>
                  </Td>
                </Tr>
              ))}
            </TableBody>
          </Table>
          <p className="px-[18px] py-3.5 text-label text-dim">
            {t("staff.how")} <code className="font-mono">npm run staff -- add</code>
          </p>
        </Panel>
      </div>
    </>
  );
}
