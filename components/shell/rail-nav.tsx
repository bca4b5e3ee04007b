"use client";

import { ArrowLeftRight, History, House, type LucideIcon, Settings, Users, Webhook } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { Link } from "@/components/navigation/link";
import { Badge } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";

export type RailItem = "overview" | "users" | "transactions" | "deliveries" | "audit" | "settings";

const ITEMS: readonly { key: RailItem; href: string; icon: LucideIcon }[] = [
  { key: "overview", href: "/", icon: House },
  { key: "users", href: "/users", icon: Users },
  { key: "transactions", href: "/transactions", icon: ArrowLeftRight },
  { key: "deliveries", href: "/deliveries", icon: Webhook },
  { key: "audit", href: "/audit", icon: History },
  { key: "settings", href: "/settings", icon: Settings },
];

interface RailNavProps {
  /** What this staff member may see. */
  items: readonly RailItem[];
  attention: number;
  onNavigate?: () => void;
}

/** The links of the navigation. */
export function RailNav({ items, attention, onNavigate }: RailNavProps) {
  const t = useTranslations("shell");
  const path = usePathname();
  return (
    <nav aria-label={t("navigation")}>
      <ul className="flex flex-col gap-0.5">
        {ITEMS.filter(({ key }) => items.includes(key)).map(({ key, href, icon: Icon }) => {
          const current = href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
          return (
            <li key={key}>
              <Link
                href={href}
                {...(onNavigate === undefined ? {} : { onClick: onNavigate })}
                {...(current ? { "aria-current": "page" as const } : {})}
                className={classNames(
                  "flex items-center gap-2.5 rounded-control px-2 py-1.5 no-underline",
                  current ? "bg-quiet-soft font-[560] text-ink" : "text-dim hover:bg-hover hover:text-ink",
                )}
              >
                <Icon aria-hidden="true" strokeWidth={1.75} className="size-4 shrink-0" />
                {t(key)}
                {key === "deliveries" && attention > 0 && (
                  <Badge tone="bad" className="ml-auto">
                    <span aria-hidden="true">{attention > 99 ? "99+" : attention}</span>
                    <span className="sr-only">{t("attention", { count: attention })}</span>
                  </Badge>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
