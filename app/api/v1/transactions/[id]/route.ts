import { refuseAllButGet } from "@/lib/partner-api/methods";
import { getTransaction } from "@/lib/partner-api/transactions";
import { apiDependencies } from "../../dependencies";

/** A card payment. */
export async function GET(request: Request, { params }: RouteContext<"/api/v1/transactions/[id]">) {
  return getTransaction(apiDependencies(), request, (await params).id);
}

export const { POST, PUT, PATCH, DELETE } = refuseAllButGet();
