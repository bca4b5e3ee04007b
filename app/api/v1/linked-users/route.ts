import { refuseAllButGet } from "@/lib/partner-api/methods";
import { getLinkedUsers } from "@/lib/partner-api/routes";
import { apiDependencies } from "../dependencies";

/** Lists linked users. */
export function GET(request: Request): Promise<Response> {
  return getLinkedUsers(apiDependencies(), request);
}

export const { POST, PUT, PATCH, DELETE } = refuseAllButGet();
