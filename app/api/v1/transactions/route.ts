import { refuseAllButGet } from "@/lib/partner-api/methods";
import { getTransactions } from "@/lib/partner-api/transactions";
import { apiDependencies } from "../dependencies";

/** Lists card payments. */
export function GET(request: Request): Promise<Response> {
  return getTransactions(apiDependencies(), request);
}

export const { POST, PUT, PATCH, DELETE } = refuseAllButGet();
