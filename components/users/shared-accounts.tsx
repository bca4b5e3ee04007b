import { useTranslations } from "next-intl";
import { Link } from "@/components/navigation/link";
import { Identifier } from "@/components/ui/identifier";
import { Notice } from "@/components/ui/notice";
import type { SharedAccount } from "@/lib/links/funnel/funnel-store";

/** Accounts of more than one linked user, and who they are. */
export function SharedAccounts({ accounts }: { accounts: readonly SharedAccount[] }) {
  const t = useTranslations("users");
  return (
    <Notice tone="warn" title={t("sharedAccounts", { count: accounts.length })} className="mb-4">
      <ul>
        {accounts.map(({ accId, users }) => (
          <li key={accId} className="flex flex-wrap gap-x-2">
            <Identifier value={accId} />
            {users.map(({ id, name }) => (
              <Link key={id} href={`/users/${id}`} className="underline">
                {name}
              </Link>
            ))}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
