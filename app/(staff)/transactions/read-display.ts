import type { Query } from "@/components/filters/href";
import type { PaymentDisplay } from "@/components/payment-table/payment-display";
import { readPaymentColumns, USUAL_COLUMNS } from "@/lib/cards/listing/payment-columns";
import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { readDisplay } from "@/lib/views/displays-store";

/** How the payments are shown: as the address says, as whoever looks at them likes it, or as usual. */
export async function readPaymentDisplay(scope: Scope, db: Db, query: Query): Promise<PaymentDisplay> {
  const liked = await readDisplay(scope, db, "payments");
  const chosen = readPaymentColumns(query.columns) ?? readPaymentColumns(liked.columns);
  return { columns: chosen ?? USUAL_COLUMNS, isChosen: chosen !== null, isCompact: liked.compact };
}
