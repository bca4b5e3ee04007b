import { getCards } from "@/lib/partner-api/cards";
import { refuseAllButGet } from "@/lib/partner-api/methods";
import { apiDependencies } from "../dependencies";

/** Lists cards. */
export function GET(request: Request): Promise<Response> {
  return getCards(apiDependencies(), request);
}

export const { POST, PUT, PATCH, DELETE } = refuseAllButGet();
