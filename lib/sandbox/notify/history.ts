import { z } from "zod";
import type { NotificationTree } from "@/lib/anytime/body/encode";
import { CHARSETS, ENCODINGS, FAULTS } from "./faults";

const tree: z.ZodType<NotificationTree> = z.record(
  z.string(),
  z.lazy(() => z.union([z.string(), z.number(), z.boolean(), z.null(), tree])),
);

/** One try of a notification. */
const attemptSchema = z.object({
  at: z.string(),
  milliseconds: z.number(),
  status: z.number().nullable(),
  answer: z.string(),
});

export const sentSchema = z.object({
  id: z.string(),
  at: z.string(),
  event: z.string(),
  reference: z.string(),
  fault: z.enum(FAULTS).nullable(),
  encoding: z.enum(ENCODINGS),
  charset: z.enum(CHARSETS),
  /** What was sent, without its token, and without the key in the URL. */
  url: z.string(),
  data: tree,
  tries: z.number(),
  status: z.number().nullable(),
  answer: z.string(),
  attempts: z.array(attemptSchema),
});

/** A notification that was sent, and its result. It contains no secret. */
export type SentRequest = z.infer<typeof sentSchema>;

/** How many are kept, in memory and across restarts. */
export const KEPT = 200;

/** A callback URL without its key. */
export function maskUrl(url: string): string {
  return url.replace(/[^/]+$/, "…");
}

/** Fields of a notification without what opens an account. */
export function maskData(data: NotificationTree): NotificationTree {
  const { token, webhook, ...rest } = data;
  return {
    ...rest,
    ...(typeof token === "string" ? { token: `${token.slice(0, 4)}…` } : {}),
    ...(typeof webhook === "string" ? { webhook: maskUrl(webhook) } : {}),
  };
}
