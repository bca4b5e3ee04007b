import { postCardAssignments } from "@/lib/partner-api/cards";
import { refuseAllButPost } from "@/lib/partner-api/methods";
import { apiDependencies } from "../dependencies";

/** Assigns cards to linked users. */
export function POST(request: Request): Promise<Response> {
  return postCardAssignments(apiDependencies(), request);
}

export const { GET, PUT, PATCH, DELETE } = refuseAllButPost();
