import { refuseAllButPost } from "@/lib/partner-api/methods";
import { postCancellation } from "@/lib/partner-api/routes";
import { apiDependencies } from "../../../dependencies";

/** Cancels a connect link. */
export async function POST(
  request: Request,
  { params }: RouteContext<"/api/v1/connect-sessions/[id]/cancel">,
) {
  return postCancellation(apiDependencies(), request, (await params).id);
}

export const { GET, PUT, PATCH, DELETE } = refuseAllButPost();
