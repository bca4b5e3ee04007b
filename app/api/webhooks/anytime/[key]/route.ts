import { MAX_BODY_BYTES } from "@/lib/anytime/body/parse-body";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { readBytes } from "@/lib/read-bytes";
import { getRuntime } from "@/lib/runtime";
import { type Answer, methodNotAllowed, unavailable } from "@/lib/webhooks/receive/answer";
import { answerHeaders } from "@/lib/webhooks/receive/doors";
import { vouchedPeer } from "@/lib/webhooks/receive/peer";
import { receive } from "@/lib/webhooks/receive/receive";

/** The bank's door without server.ts in front of Next; server.ts answers the same from its own door. */
export async function POST(request: Request, { params }: RouteContext<"/api/webhooks/anytime/[key]">) {
  const { receiving } = getRuntime();
  const receivedAt = receiving.clock.now();
  const body = await readBytes(request, MAX_BODY_BYTES).catch(() => "broken" as const);
  if (body === "broken") return write(unavailable());
  const { headers } = request;
  const raw = {
    webhookKey: (await params).key,
    contentType: headers.get("content-type") ?? undefined,
    userAgent: headers.get("user-agent") ?? undefined,
    body,
    peer: vouchedPeer(headers),
    forwardedFor: headers.get("x-forwarded-for"),
    receivedAt,
  };
  return write(await receive(SYSTEM_SCOPE, receiving, raw));
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
