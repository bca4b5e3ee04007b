import { countConnectRequest } from "@/lib/links/sessions/connect-limits";
import { getRuntime } from "@/lib/runtime";

/** Counts a request of the connect page. @returns whether its link and its network are within their limits */
export function isWithinLimits(
  request: Request,
  kind: Parameters<typeof countConnectRequest>[1],
  secret: string,
): Promise<boolean> {
  const address = request.headers.get("x-real-ip");
  return countConnectRequest(getRuntime().database.prisma, kind, { secret, address });
}
