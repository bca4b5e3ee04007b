import { refuseAllButPost } from "@/lib/partner-api/methods";
import { postConnectSession } from "@/lib/partner-api/routes";
import { apiDependencies } from "../dependencies";

/** Invites a user. */
export function POST(request: Request): Promise<Response> {
  return postConnectSession(apiDependencies(), request);
}

export const { GET, PUT, PATCH, DELETE } = refuseAllButPost();
