import { refuseAllButPost } from "@/lib/partner-api/methods";
import { postConnectSession } from "@/lib/partner-api/routes";
import { apiDependencies } from "../dependencies";

/** Invites somebody. */
export function POST(request: Request): Promise<Response> {
  return postConnectSession(apiDependencies(), request);
}

export const { GET, PUT, PATCH, DELETE } = refuseAllButPost();
