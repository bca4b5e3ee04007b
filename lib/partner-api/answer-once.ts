import { open, seal } from "@/lib/crypto/seal";
import { fingerprint } from "@/lib/crypto/secrets";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { claimAnswer, dropClaim, keepAnswer, type NamedRequest } from "./answers-store";
import type { ApiCaller, ApiDependencies } from "./handle";
import { answerJson, answerProblem } from "./problems";

/** What a request that changes something came to. */
export type Acted =
  | { readonly ok: true; readonly status: number; readonly body: unknown }
  | { readonly ok: false; readonly answer: Response };

/**
 * Carries out a request that changes something, in one transaction. If it names itself with `Idempotency-Key`, it is
 * carried out once: whoever sends it again within a day gets the same answer, byte for byte. Two that arrive together
 * wait for each other. A request that came to nothing may be tried again under its name.
 *
 * @param asked the parsed body: another one under the same name is refused
 */
export async function answerOnce(
  caller: ApiCaller,
  { database, keys }: Pick<ApiDependencies, "database" | "keys">,
  request: Request,
  asked: unknown,
  act: (tx: Db) => Promise<Acted>,
): Promise<Response> {
  const name = request.headers.get("idempotency-key");
  if (name !== null && !/^[\x21-\x7e]{1,255}$/.test(name)) {
    const message = "must be 1 to 255 visible ASCII characters, such as a UUID";
    return answerProblem("invalid", { errors: [{ field: "Idempotency-Key", message }] });
  }
  const { scope, siteId, keyId } = caller;
  return database.prisma.$transaction(async (tx): Promise<Response> => {
    if (name === null) return toResponse(await act(tx));
    const named: NamedRequest = {
      id: newId(),
      siteId,
      apiKeyId: keyId,
      keyDigest: fingerprint(name),
      askedDigest: fingerprint(JSON.stringify([new URL(request.url).pathname, asked])),
    };
    const kept = await claimAnswer(scope, tx, named);
    const placeOf = (row: string) => ({ table: "api_answers", row, site: siteId });
    if (kept !== null) {
      if (!Buffer.from(kept.askedDigest).equals(named.askedDigest)) return answerProblem("key_reused");
      if (kept.status === null || kept.bodySealed === null) throw new Error("an answer was not kept");
      const body = open(keys.ring, placeOf(kept.id), kept.bodySealed).toString("utf8");
      return answerJson(kept.status, JSON.parse(body));
    }
    const acted = await act(tx);
    if (!acted.ok) await dropClaim(scope, tx, named);
    else {
      const bodySealed = seal(keys.ring, placeOf(named.id), Buffer.from(JSON.stringify(acted.body), "utf8"));
      await keepAnswer(scope, tx, named, { status: acted.status, bodySealed });
    }
    return toResponse(acted);
  });
}

function toResponse(acted: Acted): Response {
  return acted.ok ? answerJson(acted.status, acted.body) : acted.answer;
}
