import type { IncomingMessage } from "node:http";
import type { Grant, Grants } from "../customers/grants";
import { ApiError } from "./errors";
import type { PartnerKeys } from "./keys";

/** How many spent texts are remembered: a call with one of them is refused. */
const REMEMBERED = 200_000;

/**
 * Who calls: first the partner, by its address and signature, then the customer, by the token.
 *
 * @returns checks a call and gives its grant, or throws an ApiError
 */
export function createAuthenticate(
  keys: PartnerKeys,
  grants: Grants,
  allows: (address: string) => boolean,
): (request: IncomingMessage) => Grant {
  const spend = createSpent();
  return (request) => {
    if (!allows(request.socket.remoteAddress ?? "")) throw new ApiError("address");
    const text = single(request, "x-validation-data");
    const signature = single(request, "x-signed-request");
    if (!/^[0-9a-f]{40}$/i.test(text) || !keys.verify(text, signature)) throw new ApiError("signature");
    if (!spend(text)) throw new ApiError("spent");
    return readGrant(request, grants);
  };
}

/** Remembers texts. @returns whether one is new */
function createSpent(): (text: string) => boolean {
  const spent = new Set<string>();
  return (text) => {
    if (spent.has(text)) return false;
    spent.add(text);
    const [oldest] = spent;
    if (spent.size > REMEMBERED && oldest !== undefined) spent.delete(oldest);
    return true;
  };
}

function readGrant(request: IncomingMessage, grants: Grants): Grant {
  const [, token] = /^Bearer +(\S+)$/i.exec(single(request, "authorization")) ?? [];
  if (token === undefined) throw new ApiError("noToken");
  const grant = grants.find(token);
  if (grant === undefined) throw new ApiError("unknownToken");
  if (grant.revoked) throw new ApiError("revoked");
  if (grant.expired) throw new ApiError("expired");
  return grant;
}

function single(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === "string" ? value.trim() : "";
}
