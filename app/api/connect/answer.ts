import type { z } from "zod";
import { WINDOW_SECONDS } from "@/lib/db/rate-limit";
import { countConnectRequest } from "@/lib/links/connecting/limits";
import { readBytes } from "@/lib/read-bytes";
import { readJson } from "@/lib/read-json";
import { getRuntime } from "@/lib/runtime";

const MAX_BODY_BYTES = 16_384;

const PROBLEMS = {
  invalid_request: { status: 400, message: "The request is not valid." },
  too_large: { status: 413, message: "The request is too large." },
  foreign_origin: { status: 403, message: "Only the connect page may ask this." },
  unknown: { status: 404, message: "There is no such link." },
  expired: { status: 410, message: "The link has expired." },
  cancelled: { status: 410, message: "The link was cancelled." },
  completed: { status: 410, message: "The link was used already." },
  busy: { status: 503, message: "What the bank told us last is not processed yet. Try again in a moment." },
  too_many: { status: 429, message: "The page asked too often. Wait a quarter of an hour." },
} as const;

/** What can be wrong with a request of the connect page. */
export type ConnectProblem = keyof typeof PROBLEMS;

/** Writes an answer that is never cached. */
export function answer(body: Readonly<Record<string, unknown>>, status = 200): Response {
  return Response.json(body, { status, headers: { "Cache-Control": "no-store" } });
}

/** Writes a problem; `seconds` are those to wait after too many requests. */
export function refuse(code: ConnectProblem, seconds = WINDOW_SECONDS): Response {
  const { status, message } = PROBLEMS[code];
  const refusal = answer({ error: { code, message } }, status);
  if (code === "too_many") refusal.headers.set("Retry-After", String(seconds));
  return refusal;
}

/**
 * Parses a request of the connect page: from our own page, small, of the expected shape, and not asked too often. The
 * link's secret is in the body, because URLs are logged.
 */
export async function handleConnectPost<Schema extends z.ZodType<{ readonly secret: string }>>(
  request: Request,
  kind: Parameters<typeof countConnectRequest>[1],
  schema: Schema,
  run: (input: z.output<Schema>) => Promise<Response>,
): Promise<Response> {
  // Browsers that do not send it are older than the attack it prevents; there, the secret protects.
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return refuse("foreign_origin");
  const body = await readBytes(request, MAX_BODY_BYTES);
  if (body === null) return refuse("too_large");
  const input = schema.safeParse(readJson(body.toString("utf8")));
  if (!input.success) return refuse("invalid_request");
  const asked = { secret: input.data.secret, address: request.headers.get("x-real-ip") };
  const wait = await countConnectRequest(getRuntime().database.prisma, kind, asked);
  return wait === null ? run(input.data) : refuse("too_many", wait);
}
