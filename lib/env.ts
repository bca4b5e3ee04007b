import { z } from "zod";
import { parseKeyRing } from "./crypto/key-ring";
import { weaknessOfSecret } from "./crypto/weak-secret";
import { parseDatabaseUrl } from "./db/connect/database-url";
import { FEWEST_CONNECTIONS } from "./db/connect/pool-sizes";
import { firstOwnerProblems, firstSiteProblems, splitAddresses } from "./first-settings";
import { isLoopbackHost } from "./loopback-host";
import { OIDC_VARIABLES } from "./oidc-settings";
import { problemsBetween } from "./settings-together";
import { isAddressOrRange } from "./sites/addresses/address";

const ANYTIME_CONNECT_HOST = "https://connect.anyti.me";
const ANYTIME_API_HOST = "https://ws.anyti.me";

const GENERATE = "make one with: openssl rand -base64 32";
const origin = z
  .url({
    protocol: /^https?$/,
    error: ({ input }) =>
      `${input === undefined ? "is missing; give" : "must be"} a URL such as https://dashboard.example.com`,
  })
  .refine((value) => isBare(new URL(value)), {
    error: "must end after the host, as in https://dashboard.example.com: a path, ? or # cannot be served",
  })
  .transform((value) => new URL(value).origin);
/** Whether a URL has no path. */
function isBare({ origin, href }: URL): boolean {
  return /^\/*$/.test(href.slice(origin.length));
}
const secret = z
  .string({ error: `is missing; ${GENERATE}` })
  .min(32, `is shorter than 32 characters; ${GENERATE}`)
  .superRefine((value, context) => {
    const weakness = value.length < 32 ? null : weaknessOfSecret(value);
    if (weakness !== null) context.addIssue({ code: "custom", message: `${weakness}; ${GENERATE}` });
  });
const flag = (fallback: boolean) =>
  z
    .enum(["true", "false", "1", "0", ""], "must be true or false, or be left out")
    .optional()
    .transform((value) =>
      value === undefined || value === "" ? fallback : value === "true" || value === "1",
    );
const wholeNumber = (least: number, most: number, fallback: number) => {
  const error = `must be a whole number from ${least} to ${most}, such as ${fallback}`;
  return z.coerce.number(error).int(error).min(least, error).max(most, error).default(fallback);
};
const MAIL_ADDRESS = "must be an e-mail address, such as dashboard@example.com";

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
  MIGRATE_DATABASE_URL: z.string().superRefine(refuseUnusableUrl).optional(),
  LISTEN_DATABASE_URL: z.string().superRefine(refuseUnusableUrl).optional(),
  READ_DATABASE_URL: z.string().superRefine(refuseUnusableUrl).optional(),
  DATABASE_CONNECTIONS: z.coerce
    .number("must be a whole number")
    .int()
    .min(FEWEST_CONNECTIONS, `must be at least ${FEWEST_CONNECTIONS}`)
    .max(1_000, "must be at most 1000")
    .default(20),
  DATA_DIR: z.string().default(".data"),
  PORT: wholeNumber(0, 65_535, 3000),
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
  // These, and the two of the first owner, are checked where they are used: lib/first-settings.ts.
  ANYTIME_PARTNER_ID: z.string().optional(),
  ANYTIME_PARTNER_REF: z.string().optional(),
  ANYTIME_PARTNER_NAME: z.string().optional(),
  ANYTIME_WEBHOOK_KEY: z.string().optional(),
  ANYTIME_ALLOWED_IPS: z.string().optional().transform(splitAddresses),
  ANYTIME_API_PRIVATE_KEY: z.string().optional(),
  ANYTIME_CONNECT_ORIGIN: origin.default(ANYTIME_CONNECT_HOST),
  ANYTIME_API_ORIGIN: origin.optional(),
  ANYTIME_ACCEPT_WEAK: flag(false),
  ACCEPT_HTTP: flag(false),
  METRICS_TOKEN: z
    .string()
    .regex(
      /^[\x21-\x7e]{16,}$/,
      "must be at least 16 characters without blanks; make one with: openssl rand -hex 24",
    )
    .optional(),
  AUDIT_STREAM: z
    .string()
    .regex(
      /^(stdout|\/.+)$/,
      'must be "stdout" or the absolute path of a file, such as /var/log/anytime/audit.jsonl',
    )
    .optional(),
  API_EVENTS_DAYS: wholeNumber(1, 365, 30),
  SECURITY_CONTACT: z
    .string()
    .regex(/^(mailto:\S+@|https:\/\/|tel:)\S+$/, "must be a mailto:, https: or tel: address")
    .optional(),
  STOP_DELAY_SECONDS: wholeNumber(0, 60, 3),
  TRUSTED_PROXY_ADDRESSES: z
    .string()
    .transform((value) => value.split(",").map((entry) => entry.trim()))
    .refine((entries) => entries.every(isAddressOrRange), {
      error: "must list addresses or CIDR ranges, such as 10.0.0.0/8,192.0.2.7",
    })
    .optional(),
  TRUSTED_PROXY_HOPS: wholeNumber(0, 9, 0),
  PROCESS_INBOX: flag(true),
  SMTP_URL: z
    .string()
    .regex(
      /^smtps?:\/\/[^\s/]+/,
      "must start with smtp:// or smtps://, as in smtp://user:password@mail.example.com:587",
    )
    .optional(),
  MAIL_FROM: z.string().max(200, MAIL_ADDRESS).includes("@", { error: MAIL_ADDRESS }).optional(),
  ...OIDC_VARIABLES,
  ADMIN_EMAIL: z.string().optional(),
  ADMIN_PASSWORD: z.string().optional(),
});

/** Names of all settings: `.env.example` and the README list them. */
export const VARIABLES: readonly string[] = Object.keys(envSchema.shape);

/** The process's settings, checked. */
export type Env = z.infer<typeof envSchema>;

/** Where migrations run: as the owner of the tables where that is another role, and never through a pooler. */
export function migrateUrl<Url extends string | undefined>(env: {
  readonly MIGRATE_DATABASE_URL?: string | undefined;
  readonly LISTEN_DATABASE_URL?: string | undefined;
  readonly DATABASE_URL: Url;
}): string | Url {
  // An empty setting is none.
  return env.MIGRATE_DATABASE_URL || env.LISTEN_DATABASE_URL || env.DATABASE_URL;
}

/** The URL of connect links: a separate host if one is set, so that no staff page shares it. */
export function connectUrl({ CONNECT_URL: own, APP_URL: shared }: Env): string {
  return own ?? shared;
}

/** Where to listen. Behind proxies, only they should reach the port: others could claim any address. */
export function listenHost({ HOST: host, TRUSTED_PROXY_HOPS: hops }: Env): string | undefined {
  return host ?? (hops > 0 ? "127.0.0.1" : undefined);
}

/** The settings of e-mail; null if none are set. */
export function mailSettings({ SMTP_URL: url, MAIL_FROM: from }: Env): { url: string; from: string } | null {
  return url === undefined || from === undefined ? null : { url, from };
}

/** Thrown when the environment cannot be used; the message says which values are wrong and how to fix them. */
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
  const own = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}.`);
  const problems = [...own, ...problemsBetween(given)];
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new EnvError([...problems, ...firstStartProblems(given)].join("\n"));
}

/** The next problems of a first start: reported together with what stops this one, whichever start it is. */
export function firstStartProblems(given: Readonly<Record<string, string | undefined>>): string[] {
  const problems = [...firstSiteProblems(given), ...firstOwnerProblems(given)];
  return problems.length === 0 ? [] : ["If the database is still empty, also:", ...problems];
}

let cached: Env | undefined;

/** The settings of this process, read once. The only reader of `process.env` in `lib`. */
export function readEnv(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}

/** Whether the bank behind the button is simulated. */
export function isSandbox(env: Env): boolean {
  return env.ANYTIME_CONNECT_ORIGIN !== ANYTIME_CONNECT_HOST;
}

/** The only host that tokens are ever sent to. That of a simulated bank is its own, unless another one is named. */
export function apiOrigin(env: Env): string {
  return env.ANYTIME_API_ORIGIN ?? (isSandbox(env) ? env.ANYTIME_CONNECT_ORIGIN : ANYTIME_API_HOST);
}

/** Whether the bank is simulated on this machine, whose address is loopback. */
export function isDevelopmentBank(env: Env): boolean {
  return isLoopbackHost(new URL(env.ANYTIME_CONNECT_ORIGIN).hostname);
}
