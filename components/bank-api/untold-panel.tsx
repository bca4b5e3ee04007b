import { useTranslations } from "next-intl";
import { Link } from "@/components/navigation/link";
import { Panel } from "@/components/ui/panel";
import type { UntoldUser } from "@/lib/bank-api/readings-store";

/** Linked users whose cards are not read, because they gave access before the page said so. */
export function UntoldPanel({ users, more }: { users: readonly UntoldUser[]; more: boolean }) {
  const t = useTranslations("bankApi.untold");
  return (
    <Panel title={t("title")}>
      <p className="mb-3 text-dim">{t(users.length === 0 ? "none" : "text")}</p>
      <ul className="flex flex-col gap-2 text-table">
        {users.map(({ id, name }) => (
          <li key={id}>
            <Link href={`/users/${id}`} className="underline">
              {name}
            </Link>
          </li>
        ))}
      </ul>
      {more && <p className="mt-3 text-label text-dim">{t("more")}</p>}
    </Panel>
  );
}
