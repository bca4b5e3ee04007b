import { postConnectSession } from "@/lib/partner-api/routes";
import { apiDependencies } from "../dependencies";

/** Invites somebody. */
export function POST(request: Request): Promise<Response> {
  return postConnectSession(apiDependencies(), request);
}
