import { z } from "zod";
import { parseKeyRing } from "./crypto/key-ring";
import { parseDatabaseUrl } from "./db/database-url";

const ANYTIME_CONNECT_HOST = "https://connect.anyti.me";

const GENERATE = "make one with: openssl rand -base64 32";
const origin = z
  .url({ protocol: /^https?$/, error: "must be a URL such as https://dashboard.example.com" })
  .transform((value) => value.replace(/\/+$/, ""));
const secret = z
  .string({ error: `is missing; ${GENERATE}` })
  .min(32, `is shorter than 32 characters; ${GENERATE}`)
  .refine((value) => new Set(value).size >= 10, `is too regular to be random; ${GENERATE}`);
const partnerCode = z
  .string()
  .regex(/^[\w-]{64}$/, "must be the 64 characters shown in the Anytime BankStore");
const flag = (fallback: boolean) =>
  z
    .enum(["true", "false", "1", "0", ""], "must be true or false")
    .optional()
    .transform((value) =>
      value === undefined || value === "" ? fallback : value === "true" || value === "1",
    );
const port = (fallback: number) =>
  z.coerce
    .number("must be a port number")
    .int()
    .min(0)
    .max(65_535, "must be a port number")
    .default(fallback);

function refuseUnusableUrl(value: string, context: z.RefinementCtx): void {
  if (value === "embedded") return;
  const parsed = parseDatabaseUrl(value);
  if (!parsed.ok) context.addIssue({ code: "custom", message: parsed.problem });
}

const envSchema = z.object({
  DATABASE_URL: z
    .string({ error: 'is missing; give a Postgres URL, or "embedded" for the Postgres this package brings' })
    .refine((value) => value === "embedded" || /^postgres(ql)?:\/\//.test(value), {
      error: 'must start with postgres:// or be the word "embedded"',
      abort: true,
    })
    .superRefine(refuseUnusableUrl),
  LISTEN_DATABASE_URL: z.string().superRefine(refuseUnusableUrl).optional(),
  DATA_DIR: z.string().default(".data"),
  PORT: port(3000),
  HOST: z.string().optional(),
  APP_URL: origin,
  CONNECT_URL: origin.optional(),
  NEXTAUTH_SECRET: secret,
  ENCRYPTION_KEYS: z
    .string({ error: "is missing; write k1: followed by the output of: openssl rand -base64 32" })
    .transform((value, context) => {
      const parsed = parseKeyRing(value);
      if (parsed.ok) return parsed.ring;
      context.addIssue({ code: "custom", message: `is not usable: ${parsed.problem}` });
      return z.NEVER;
    }),
  AUDIT_KEY: secret,
  ANYTIME_PARTNER_ID: partnerCode.optional(),
  ANYTIME_PARTNER_REF: partnerCode.optional(),
  ANYTIME_PARTNER_NAME: z.string().min(1).max(80).optional(),
  ANYTIME_WEBHOOK_KEY: z
    .string()
    .regex(/^[\w-]{24,128}$/, "must be at least 24 URL-safe characters; make one with: openssl rand -hex 24")
    .optional(),
  ANYTIME_ALLOWED_IPS: z
    .string()
    .default("185.8.76.132")
    .transform((value) => value.split(",").flatMap((entry) => entry.trim() || [])),
  ANYTIME_CONNECT_ORIGIN: origin.default(ANYTIME_CONNECT_HOST),
  ANYTIME_ACCEPT_WEAK: flag(false),
  TRUSTED_PROXY_HOPS: z.coerce.number("must be a small whole number").int().min(0).max(9).default(0),
  PROCESS_INBOX: flag(true),
  SMTP_URL: z
    .string()
    .regex(
      /^smtps?:\/\/[^\s/]+/,
      "must start with smtp:// or smtps://, as in smtp://user:password@mail.example.com:587",
    )
    .optional(),
  MAIL_FROM: z.string().min(3).max(200).includes("@", { error: "must be an e-mail address" }).optional(),
  ADMIN_EMAIL: z.email("must be an e-mail address").optional(),
  ADMIN_PASSWORD: z.string().min(12, "must have at least 12 characters").optional(),
});

/** The process's settings, checked. */
export type Env = z.infer<typeof envSchema>;

/** Where connect links lead: a host of their own where one is set, so that no staff page shares it. */
export function connectUrl({ CONNECT_URL: own, APP_URL: shared }: Env): string {
  return own ?? shared;
}

/** What e-mails are sent with; null where none is set. */
export function mailSettings({ SMTP_URL: url, MAIL_FROM: from }: Env): { url: string; from: string } | null {
  return url === undefined || from === undefined ? null : { url, from };
}

/** Thrown where the environment cannot be used; the message says which values and how to mend them. */
export class EnvError extends Error {
  override name = "EnvError";
}

/**
 * Reads the environment. Empty values count as absent, as `.env` files write them.
 *
 * @param source usually `process.env`
 * @throws EnvError with one sentence per wrong value; no value is repeated in it
 */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = envSchema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`);
    throw new EnvError(lines.join("\n"));
  }
  const { SMTP_URL: url, MAIL_FROM: from } = parsed.data;
  if ((url === undefined) !== (from === undefined))
    throw new EnvError(`${url === undefined ? "SMTP_URL" : "MAIL_FROM"} is missing: e-mail needs both.`);
  return parsed.data;
}

let cached: Env | undefined;

/** The settings of this process, read once. The only reader of `process.env` in `lib`. */
export function readEnv(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}

/** Whether the bank behind the button is the simulated one. */
export function isSandbox(env: Env): boolean {
  return env.ANYTIME_CONNECT_ORIGIN !== ANYTIME_CONNECT_HOST;
}

/** Whether the bank is the simulated one on this machine, whose address is loopback. */
export function isDevelopmentBank(env: Env): boolean {
  const { hostname } = new URL(env.ANYTIME_CONNECT_ORIGIN);
  return hostname === "127.0.0.1" || hostname === "localhost" || hostname === "[::1]";
}
