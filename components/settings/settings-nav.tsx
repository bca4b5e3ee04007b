"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { Link } from "@/components/navigation/link";
import { classNames } from "@/components/ui/class-names";

export type SettingsItem =
  | "sites"
  | "staff"
  | "connect"
  | "keys"
  | "apiKeys"
  | "references"
  | "bankApi"
  | "jobs"
  | "notifications";

const HREFS: Readonly<Record<SettingsItem, string>> = {
  sites: "/settings",
  staff: "/settings/staff",
  connect: "/settings/connect",
  keys: "/settings/keys",
  apiKeys: "/settings/api-keys",
  references: "/settings/references",
  bankApi: "/settings/bank",
  jobs: "/settings/jobs",
  notifications: "/settings/notifications",
};

/** The links between the pages of the settings. */
export function SettingsNav({ items }: { items: readonly SettingsItem[] }) {
  const t = useTranslations("settings.nav");
  const path = usePathname();
  return (
    <nav aria-label={t("label")} className="mb-5 border-b border-line">
      <ul className="flex flex-wrap gap-x-5">
        {items.map((item) => {
          const current = path === HREFS[item] || (item !== "sites" && path.startsWith(`${HREFS[item]}/`));
          return (
            <li key={item}>
              <Link
                href={HREFS[item]}
                {...(current ? { "aria-current": "page" as const } : {})}
                className={classNames(
                  "-mb-px block border-b-2 py-2 text-table no-underline",
                  current
                    ? "border-ink font-[560] text-ink"
                    : "border-transparent text-dim hover:border-line-strong hover:text-ink",
                )}
              >
                {t(item)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
