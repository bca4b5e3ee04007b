import { useTranslations } from "next-intl";
import { Link } from "@/components/navigation/link";
import { SiteCell, SiteHead } from "@/components/sites/site-cells";
import { StatusPill } from "@/components/ui/status-pill";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { RelativeTime } from "@/components/ui/time";
import type { UnownedToken } from "@/lib/links/tokens/assign-token-store";
import { ORPHAN_REASONS } from "@/lib/links/tokens/orphan-reason";
import { AssignToken } from "./assign-token";
import { DecideToken } from "./decide-token";

interface UnownedTableProps {
  tokens: readonly UnownedToken[];
  mayAssign: boolean;
  mayConfirm: boolean;
}

/** Unassigned tokens, and those that staff assigned. Never a token itself. */
export function UnownedTable({ tokens, mayAssign, mayConfirm }: UnownedTableProps) {
  const t = useTranslations("tokens");
  return (
    <Table label={t("title")}>
      <TableHead>
        <Th>{t("columns.token")}</Th>
        <SiteHead className="max-md:hidden" />
        <Th className="max-md:hidden">{t("columns.why")}</Th>
        <Th className="max-sm:hidden">{t("columns.since")}</Th>
        <Th>{t("columns.state")}</Th>
        <Th>{t("columns.owner")}</Th>
      </TableHead>
      <TableBody>
        {tokens.map((token) => (
          <Tr key={token.id}>
            <Td className="py-1.5">
              <span className="font-mono text-[12px]">{token.fingerprint}…</span>
              {token.deliveryId !== null && (
                <Link
                  href={`/deliveries?open=${token.deliveryId}`}
                  className="block text-label text-accent hover:underline"
                >
                  {t("delivery")}
                </Link>
              )}
            </Td>
            <SiteCell siteId={token.siteId} className="max-md:hidden" />
            <Td className="py-1.5 !whitespace-normal max-md:hidden">
              <Why token={token} />
            </Td>
            <Td className="max-sm:hidden">
              <RelativeTime iso={token.firstSeenAt.toISOString()} />
            </Td>
            <Td>
              <StatusPill tone={token.state === "active" ? "ok" : "quiet"}>
                {t(`state.${token.state}`)}
              </StatusPill>
            </Td>
            <Td>
              <Owner token={token} mayAssign={mayAssign} mayConfirm={mayConfirm} />
            </Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}

function Why({ token }: { token: UnownedToken }) {
  const t = useTranslations("tokens");
  const reason = useOrphanReason();
  return (
    <>
      {token.orphanReason !== null && reason(token.orphanReason)}
      {token.claimed !== null && (
        <Link href={`/users/${token.claimed.id}`} className="block text-label text-accent hover:underline">
          {t("claims", { name: token.claimed.name })}
        </Link>
      )}
    </>
  );
}

interface OwnerProps extends Omit<UnownedTableProps, "tokens"> {
  token: UnownedToken;
}

function Owner({ token, mayAssign, mayConfirm }: OwnerProps) {
  const { id, fingerprint, assigned, claimed } = token;
  return (
    <span className="flex flex-wrap items-center gap-2">
      {assigned !== null && (
        <Link href={`/users/${assigned.id}`} className="hover:text-accent hover:underline">
          {assigned.name}
        </Link>
      )}
      {mayAssign && assigned !== null && (
        <DecideToken kind="takeBack" id={id} token={fingerprint} name={assigned.name} />
      )}
      {mayConfirm && claimed !== null && (
        <DecideToken kind="confirm" id={id} token={fingerprint} name={claimed.name} />
      )}
      {mayAssign && assigned === null && <AssignToken id={id} siteId={token.siteId} token={fingerprint} />}
    </span>
  );
}

/** Why a token is unassigned, in words. */
function useOrphanReason(): (reason: string) => string {
  const t = useTranslations("tokens.reasons");
  return (reason) => t(ORPHAN_REASONS.find((name) => name === reason) ?? "absent");
}
