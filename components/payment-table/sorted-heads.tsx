import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { filterHref, type Query } from "@/components/filters/href";
import { Link } from "@/components/navigation/link";
import { Th } from "@/components/ui/table";
import type { PaymentOrder } from "@/lib/cards/listing/payment-order";

interface SortedHeadProps {
  query: Query;
  order: PaymentOrder;
  className: string;
}

/** The head of the times: leads back to the newest first. */
export function TimeHead({ query, order, className }: SortedHeadProps) {
  const t = useTranslations("transactions");
  const isSorted = order === "newest";
  return (
    <Th className={className} {...(isSorted ? { "aria-sort": "descending" as const } : {})}>
      <SortLink href={filterHref("/transactions", query, { sort: null })} title={t("sort.newest")}>
        {t(isSorted ? "columns.time" : "columns.date")}
        {isSorted && <ArrowDown aria-hidden="true" />}
      </SortLink>
    </Th>
  );
}

/** The head of the amounts: the largest first, and from there the smallest. */
export function AmountHead({ query, order, className }: SortedHeadProps) {
  const t = useTranslations("transactions");
  const next = order === "largest" ? "smallest" : "largest";
  const sorted = order === "largest" ? "descending" : "ascending";
  return (
    <Th numeric className={className} {...(order === "newest" ? {} : { "aria-sort": sorted })}>
      <SortLink href={filterHref("/transactions", query, { sort: next })} title={t(`sort.${next}`)}>
        {order === "largest" && <ArrowDown aria-hidden="true" />}
        {order === "smallest" && <ArrowUp aria-hidden="true" />}
        {t("columns.amount")}
      </SortLink>
    </Th>
  );
}

function SortLink({ href, title, children }: { href: string; title: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      scroll={false}
      title={title}
      className="inline-flex items-center gap-1 align-bottom hover:text-ink hover:underline [&_svg]:size-3.5"
    >
      {children}
    </Link>
  );
}
