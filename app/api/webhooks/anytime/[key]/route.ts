import { isDevelopmentBank } from "@/lib/boot";
import { SYSTEM_SCOPE } from "@/lib/db/scope";
import { getRuntime } from "@/lib/runtime";
import { answerHeaders, readWebBody } from "@/lib/webhooks/doors";
import { senderAddress, vouchedPeer } from "@/lib/webhooks/peer";
import { type Answer, methodNotAllowed, receive, unavailable } from "@/lib/webhooks/receive";

/** The bank's way in where no server.ts stands before Next; server.ts answers the same from its own door. */
export async function POST(request: Request, { params }: RouteContext<"/api/webhooks/anytime/[key]">) {
  const receivedAt = new Date();
  const { env, sites, inbox } = getRuntime();
  const body = await readWebBody(request).catch(() => "broken" as const);
  if (body === "broken") return write(unavailable());
  const { headers } = request;
  const address = senderAddress(vouchedPeer(headers), headers.get("x-forwarded-for"), env.TRUSTED_PROXY_HOPS);
  const deps = { ring: env.ENCRYPTION_KEYS, sites, inbox, development: isDevelopmentBank(env) };
  const raw = {
    webhookKey: (await params).key,
    contentType: headers.get("content-type") ?? undefined,
    body,
    address,
    receivedAt,
  };
  return write(await receive(SYSTEM_SCOPE, deps, raw));
}

function refuseMethod() {
  return write(methodNotAllowed());
}

function write(answer: Answer): Response {
  return new Response(JSON.stringify(answer.body), { status: answer.status, headers: answerHeaders(answer) });
}

export {
  refuseMethod as DELETE,
  refuseMethod as GET,
  refuseMethod as HEAD,
  refuseMethod as OPTIONS,
  refuseMethod as PATCH,
  refuseMethod as PUT,
};
