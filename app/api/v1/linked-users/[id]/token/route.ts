import { refuseAllButGet } from "@/lib/partner-api/methods";
import { getToken } from "@/lib/partner-api/routes";
import { apiDependencies } from "../../../dependencies";

/** Returns a linked user's token. */
export async function GET(request: Request, { params }: RouteContext<"/api/v1/linked-users/[id]/token">) {
  return getToken(apiDependencies(), request, (await params).id);
}

export const { POST, PUT, PATCH, DELETE } = refuseAllButGet();
