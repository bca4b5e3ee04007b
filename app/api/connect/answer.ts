import type { z } from "zod";
import { secondsOfWindow } from "@/lib/db/rate-limit";
import { readBytes } from "@/lib/read-bytes";
import { readJson } from "@/lib/read-json";

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

/** Writes a problem. */
export function refuse(code: ConnectProblem): Response {
  const { status, message } = PROBLEMS[code];
  const refusal = answer({ error: { code, message } }, status);
  if (code === "too_many") refusal.headers.set("Retry-After", String(secondsOfWindow()));
  return refusal;
}

/**
 * Parses a request of the connect page: from our own page, small, and of the expected shape. The link's secret is in
 * the body, because URLs are logged.
 */
export async function handleConnectPost<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  run: (input: z.output<Schema>) => Promise<Response>,
): Promise<Response> {
  // Browsers that do not send it are older than the attack it prevents; there, the secret protects.
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return refuse("foreign_origin");
  const body = await readBytes(request, MAX_BODY_BYTES);
  if (body === null) return refuse("too_large");
  const input = schema.safeParse(readJson(body.toString("utf8")));
  return input.success ? run(input.data) : refuse("invalid_request");
}
