import { refuseAllButGet } from "@/lib/partner-api/methods";
import { getLinkedUser } from "@/lib/partner-api/routes";
import { apiDependencies } from "../../dependencies";

/** A linked user. */
export async function GET(request: Request, { params }: RouteContext<"/api/v1/linked-users/[id]">) {
  return getLinkedUser(apiDependencies(), request, (await params).id);
}

export const { POST, PUT, PATCH, DELETE } = refuseAllButGet();
