import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import { ShortId } from "@/components/ui/short-id";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import type { SiteState } from "@/lib/sites/life/site-state";
import type { ListedSite } from "@/lib/sites/life/sites-store";
import { SiteStateLine } from "./site-state";
import { SiteStateButtons } from "./site-state-buttons";

interface SitesTableProps {
  sites: readonly (ListedSite & { readonly state: SiteState })[];
  mayManage: boolean;
}

/** The sites that the reader may see; each leads to its own settings. */
export function SitesTable({ sites, mayManage }: SitesTableProps) {
  const t = useTranslations("sites.list");
  return (
    <Panel flush>
      <Table label={t("title")} cards>
        <TableHead>
          <Th>{t("columns.name")}</Th>
          <Th className="max-md:hidden">{t("columns.domain")}</Th>
          <Th className="max-lg:hidden">{t("columns.partner")}</Th>
          <Th>{t("columns.state")}</Th>
        </TableHead>
        <TableBody>
          {sites.map((site) => (
            <Tr key={site.id}>
              <Td className="max-w-[260px] truncate py-1.5">
                {/* No soft navigation: what the page has of other sites must go. */}
                <a href={`/settings?site=${site.id}`} className="font-medium text-accent hover:underline">
                  <bdi>{site.name}</bdi>
                </a>
                <span className="block truncate text-label text-faint md:hidden">{site.domain}</span>
              </Td>
              <Td className="max-md:hidden" phone="hidden">
                {site.domain}
              </Td>
              <Td className="max-lg:hidden" phone="hidden">
                <ShortId value={site.partnerId} head={6} />
              </Td>
              <Td className="max-sm:col-span-2">
                <span className="flex flex-wrap items-center justify-between gap-2 py-1">
                  <SiteStateLine {...site} />
                  {mayManage && <SiteStateButtons id={site.id} name={site.name} state={site.state} />}
                </span>
              </Td>
            </Tr>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
}
