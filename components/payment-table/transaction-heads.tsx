import { useTranslations } from "next-intl";
import type { Query } from "@/components/filters/href";
import { SiteHead } from "@/components/sites/site-cells";
import { TableHead, Th } from "@/components/ui/table";
import type { PaymentColumn } from "@/lib/cards/listing/payment-columns";
import type { PaymentOrder } from "@/lib/cards/listing/payment-order";
import { headStyle, type ShownColumns } from "./column-style";
import { AmountHead, TimeHead } from "./sorted-heads";

const NUMERIC: readonly PaymentColumn[] = ["amount", "fee", "balance"];

/** The heads of a list of payments; where it can be sorted, those of times and amounts sort it. */
export function TransactionHeads({ shown, sorting }: { shown: ShownColumns; sorting?: Sorting }) {
  const t = useTranslations("transactions.columns");
  return (
    <TableHead>
      {shown.columns.map((column) => {
        const className = headStyle(column, shown);
        if (sorting !== undefined && column === "time")
          return <TimeHead key={column} {...sorting} className={className} />;
        if (sorting !== undefined && column === "amount")
          return <AmountHead key={column} {...sorting} className={className} />;
        return (
          <Th key={column} numeric={NUMERIC.includes(column)} className={className}>
            {t(column)}
          </Th>
        );
      })}
      <SiteHead className="w-[128px] max-lg:hidden" />
    </TableHead>
  );
}

interface Sorting {
  readonly query: Query;
  readonly order: PaymentOrder;
}
