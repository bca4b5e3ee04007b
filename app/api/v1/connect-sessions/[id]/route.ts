import { refuseAllButGet } from "@/lib/partner-api/methods";
import { getConnectSession } from "@/lib/partner-api/routes";
import { apiDependencies } from "../../dependencies";

/** The progress of a connect link. */
export async function GET(request: Request, { params }: RouteContext<"/api/v1/connect-sessions/[id]">) {
  return getConnectSession(apiDependencies(), request, (await params).id);
}

export const { POST, PUT, PATCH, DELETE } = refuseAllButGet();
