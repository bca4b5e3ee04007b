// Secrets and settings of a demo or development machine: generated once, kept in the data folder.
import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

const secretsSchema = z.object({
  NEXTAUTH_SECRET: z.string(),
  ENCRYPTION_KEYS: z.string(),
  AUDIT_KEY: z.string(),
  ANYTIME_PARTNER_ID: z.string(),
  ANYTIME_PARTNER_REF: z.string(),
  ANYTIME_WEBHOOK_KEY: z.string(),
  ADMIN_PASSWORD: z.string(),
});

/** What a demo needs besides the environment. */
export interface DevelopmentSettings {
  readonly sandboxPort: number;
  readonly sandboxOrigin: string;
  readonly webhookUrl: string;
  readonly email: string;
  readonly password: string;
  readonly dataDir: string;
}

const ADMIN_EMAIL = "lea@kiosque.example";

/** Adds what a development machine leaves out of the environment. Existing values stay. */
export async function prepareDevelopment(): Promise<DevelopmentSettings> {
  const dataDir = process.env.DATA_DIR ?? ".data";
  const port = process.env.PORT ?? "3000";
  const sandboxPort = Number(process.env.SANDBOX_PORT || 4400);
  const secrets = await readSecrets(dataDir);
  const sandboxOrigin = `http://127.0.0.1:${sandboxPort}`;
  const defaults = {
    ...secrets,
    DATABASE_URL: "embedded",
    DATA_DIR: dataDir,
    PORT: port,
    HOST: "127.0.0.1",
    STOP_DELAY_SECONDS: "0",
    APP_URL: `http://localhost:${port}`,
    ANYTIME_PARTNER_NAME: "Kiosque",
    ANYTIME_ALLOWED_IPS: "127.0.0.1,::1",
    ADMIN_EMAIL,
  };
  for (const [name, value] of Object.entries(defaults)) process.env[name] ||= value;
  // The bank of a demo is always simulated: a real partner's keys must never meet invented payments.
  process.env.ANYTIME_CONNECT_ORIGIN = sandboxOrigin;
  return {
    sandboxPort,
    sandboxOrigin,
    webhookUrl: `http://127.0.0.1:${port}/api/webhooks/anytime/${process.env.ANYTIME_WEBHOOK_KEY}`,
    email: process.env.ADMIN_EMAIL ?? ADMIN_EMAIL,
    password: process.env.ADMIN_PASSWORD ?? secrets.ADMIN_PASSWORD,
    dataDir,
  };
}

async function readSecrets(dataDir: string): Promise<z.infer<typeof secretsSchema>> {
  const file = path.resolve(dataDir, "development-secrets.json");
  const text = await readFile(file, "utf8").catch(() => null);
  if (text !== null) return secretsSchema.parse(JSON.parse(text));
  const secrets = {
    NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
    ENCRYPTION_KEYS: `dev1:${randomBytes(32).toString("base64")}`,
    AUDIT_KEY: randomBytes(32).toString("base64"),
    ANYTIME_PARTNER_ID: randomBytes(32).toString("hex"),
    ANYTIME_PARTNER_REF: randomBytes(32).toString("hex"),
    ANYTIME_WEBHOOK_KEY: randomBytes(24).toString("hex"),
    ADMIN_PASSWORD: readablePassword(),
  };
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}

/** Three groups of five, without letters that look alike: to be typed from a terminal. */
function readablePassword(): string {
  const letters = "abcdefghijkmnpqrstuvwxyz23456789";
  const group = () => Array.from(randomBytes(5), (byte) => letters[byte % letters.length]).join("");
  return [group(), group(), group()].join("-");
}
