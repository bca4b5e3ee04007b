import { getCard } from "@/lib/partner-api/cards";
import { refuseAllButGet } from "@/lib/partner-api/methods";
import { apiDependencies } from "../../dependencies";

/** A card. */
export async function GET(request: Request, { params }: RouteContext<"/api/v1/cards/[id]">) {
  return getCard(apiDependencies(), request, (await params).id);
}

export const { POST, PUT, PATCH, DELETE } = refuseAllButGet();
