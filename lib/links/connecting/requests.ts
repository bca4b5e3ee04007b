import { z } from "zod";
import { AC_EVENT_NAMES } from "@/lib/anytime/client-js";
import { SECRET_PATTERN } from "./connect-page";

const secret = z.string().regex(SECRET_PATTERN);
const attemptId = z.uuid();

/** The page asks for an attempt, and says which words it showed. */
export const beginAttemptSchema = z.object({
  secret,
  language: z.enum(["en", "fr"]),
  wording: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

/** The page polls the status of its attempt; the reference proves ownership if the browser keeps no cookie. */
export const attemptStatusSchema = z.object({ secret, attemptId, reference: z.string().max(255).optional() });

/** "This isn't me." */
export const notMeSchema = z.object({ secret });

/** The page's policy blocked something: reported beside the bank's events. */
const CSP_VIOLATION = "csp_violation";

/** Which rule, and the blocked source: an origin or a word such as `inline`, never a whole URL. */
export const violationSchema = z.object({
  directive: z.string().regex(/^[a-z-]{1,40}$/),
  blocked: z.string().regex(/^[\w:/.[\]-]{1,200}$/),
});
export type Violation = z.infer<typeof violationSchema>;

/** An event of the browser. Only `onTokenCreated` may name a token, and only by its SHA-256. */
const connectEventSchema = z
  .object({
    seq: z.int().min(0).max(500),
    name: z.enum([...AC_EVENT_NAMES, CSP_VIOLATION]),
    violation: violationSchema.optional(),
    tokenFingerprint: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  })
  .refine(({ name, tokenFingerprint }) => tokenFingerprint === undefined || name === "onTokenCreated")
  .refine(({ name, violation }) => (violation === undefined) === (name !== CSP_VIOLATION));
export type ConnectEventInput = z.infer<typeof connectEventSchema>;

/** A batch of events. */
export const connectEventsSchema = z.object({
  secret,
  attemptId,
  events: z.array(connectEventSchema).min(1).max(50),
});
