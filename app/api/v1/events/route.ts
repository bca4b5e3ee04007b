import { getEvents } from "@/lib/partner-api/events/events";
import { refuseAllButGet } from "@/lib/partner-api/methods";
import { apiDependencies } from "../dependencies";

/** What happened since, in order; waits for it if asked to. */
export function GET(request: Request): Promise<Response> {
  return getEvents(apiDependencies(), request);
}

export const { POST, PUT, PATCH, DELETE } = refuseAllButGet();
