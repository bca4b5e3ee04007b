// Secrets and settings of a demo or development machine: generated once, kept in the data folder.
import { createPublicKey, generateKeyPairSync, randomBytes } from "node:crypto";
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
  /** Data folders of earlier versions have none. */
  ANYTIME_API_PRIVATE_KEY: z.string().default(makePrivateKey),
});

/** What a demo needs besides the environment. */
export interface DevelopmentSettings {
  readonly sandboxPort: number;
  readonly sandboxOrigin: string;
  readonly webhookUrl: string;
  readonly email: string;
  readonly password: string;
  readonly dataDir: string;
  /** What the partner would enter at the bank, for the bank's API. */
  readonly publicKey: string;
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
  process.env.ANYTIME_API_ORIGIN = sandboxOrigin;
  return {
    sandboxPort,
    sandboxOrigin,
    webhookUrl: `http://127.0.0.1:${port}/api/webhooks/anytime/${process.env.ANYTIME_WEBHOOK_KEY}`,
    email: process.env.ADMIN_EMAIL ?? ADMIN_EMAIL,
    password: process.env.ADMIN_PASSWORD ?? secrets.ADMIN_PASSWORD,
    dataDir,
    publicKey: publicPartOf(process.env.ANYTIME_API_PRIVATE_KEY ?? secrets.ANYTIME_API_PRIVATE_KEY),
  };
}

function publicPartOf(privateKey: string): string {
  return createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();
}

function makePrivateKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

async function readSecrets(dataDir: string): Promise<z.infer<typeof secretsSchema>> {
  const file = path.resolve(dataDir, "development-secrets.json");
  const text = await readFile(file, "utf8").catch(() => null);
  if (text !== null) {
    const known: unknown = JSON.parse(text);
    const secrets = secretsSchema.parse(known);
    if (JSON.stringify(known) !== JSON.stringify(secrets)) await writeSecrets(file, secrets);
    return secrets;
  }
  const secrets = {
    NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
    ENCRYPTION_KEYS: `dev1:${randomBytes(32).toString("base64")}`,
    AUDIT_KEY: randomBytes(32).toString("base64"),
    ANYTIME_PARTNER_ID: randomBytes(32).toString("hex"),
    ANYTIME_PARTNER_REF: randomBytes(32).toString("hex"),
    ANYTIME_WEBHOOK_KEY: randomBytes(24).toString("hex"),
    ADMIN_PASSWORD: readablePassword(),
    ANYTIME_API_PRIVATE_KEY: makePrivateKey(),
  };
  await mkdir(dataDir, { recursive: true });
  await writeSecrets(file, secrets);
  return secrets;
}

async function writeSecrets(file: string, secrets: z.infer<typeof secretsSchema>): Promise<void> {
  await writeFile(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
}

/** Three groups of five, without letters that look alike: to be typed from a terminal. */
function readablePassword(): string {
  const letters = "abcdefghijkmnpqrstuvwxyz23456789";
  const group = () => Array.from(randomBytes(5), (byte) => letters[byte % letters.length]).join("");
  return [group(), group(), group()].join("-");
}
