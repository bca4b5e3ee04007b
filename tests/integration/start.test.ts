import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { parseKeyRing } from "@/lib/crypto/key-ring";
import { checkKeys } from "@/lib/db/key-checks";
import { cloneTemplate, createTestDatabase } from "../support/database";

const GOOD = {
  DATABASE_URL: "postgres://nobody:nothing@127.0.0.1:1/none",
  APP_URL: "http://localhost:3999",
  NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
  AUDIT_KEY: randomBytes(32).toString("base64"),
  ANYTIME_PARTNER_ID: randomBytes(32).toString("hex"),
  ANYTIME_WEBHOOK_KEY: randomBytes(24).toString("hex"),
};

/** Starts for production, and waits for it to give up. */
async function start(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  // Of this process's own settings only the path: what a developer has set must not leak in.
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/start.ts"], {
    env: { NODE_ENV: "production", PATH: process.env.PATH ?? "", ...env },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { code, said };
}

it.each([
  ["nothing is set", {}, /DATABASE_URL is missing.*\n.*APP_URL/s],
  ["a secret is missing", { ...GOOD, NEXTAUTH_SECRET: "" }, /NEXTAUTH_SECRET is missing; make one with/],
  ["a secret is weak", { ...GOOD, AUDIT_KEY: "a".repeat(40) }, /AUDIT_KEY is too regular/],
  [
    "a key is short",
    { ...GOOD, ENCRYPTION_KEYS: "k1:c2hvcnQ=" },
    /ENCRYPTION_KEYS is not usable: key k1 must be 32 bytes/,
  ],
  [
    "the partner ID is short",
    { ...GOOD, ANYTIME_PARTNER_ID: "123" },
    /ANYTIME_PARTNER_ID must be the 64 characters/,
  ],
  [
    "the public address has a path",
    { ...GOOD, APP_URL: "https://dash.example.com/dash" },
    /APP_URL must end after the host/,
  ],
  [
    "the public address has a query",
    { ...GOOD, APP_URL: "https://dash.example.com?x=1" },
    /APP_URL must end after the host/,
  ],
  [
    "the connect pages' address has a fragment",
    { ...GOOD, CONNECT_URL: "https://link.example.com/#a" },
    /CONNECT_URL must end after the host/,
  ],
  [
    "a proxy's address is none",
    { ...GOOD, TRUSTED_PROXY_ADDRESSES: "10.0.0.0/8,10.0.0.0/99" },
    /TRUSTED_PROXY_ADDRESSES must list addresses or CIDR ranges/,
  ],
  [
    "the token of the metrics is short",
    { ...GOOD, METRICS_TOKEN: "short" },
    /METRICS_TOKEN must be at least 16 characters/,
  ],
  ["the database is away", GOOD, /The database cannot be reached/],
  [
    "the database is away, whatever is in its password",
    { ...GOOD, DATABASE_URL: "postgres://nobody:no#th/in?g@127.0.0.1:1/none" },
    /The database cannot be reached/,
  ],
  [
    "a database URL names two hosts",
    { ...GOOD, DATABASE_URL: "postgres://nobody:nothing@127.0.0.1:1,127.0.0.1:2/none" },
    /DATABASE_URL must name one host/,
  ],
  [
    "a database URL asks for a schema",
    { ...GOOD, LISTEN_DATABASE_URL: `${GOOD.DATABASE_URL}?schema=shop` },
    /LISTEN_DATABASE_URL asks for a schema/,
  ],
])("says in a sentence that %s", async (_what, env, sentence) => {
  const { code, said } = await start(env);
  expect(said).toMatch(sentence);
  expect(said).not.toMatch(/\n\s+at /);
  expect(code).toBe(1);
});

it.each(["sslmode=require", "sslmode=no-verify"])("says that a server has no TLS for %s", async (query) => {
  const { url, drop } = await cloneTemplate();
  try {
    const { code, said } = await start({ ...GOOD, DATABASE_URL: `${url}?${query}` });
    expect(said).toContain("Its server does not use TLS");
    expect(said).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
  } finally {
    await drop();
  }
});

it("refuses to believe a public hash from an unchecked address", async () => {
  const { url, drop } = await cloneTemplate();
  try {
    const { code, said } = await start({ ...GOOD, DATABASE_URL: url, ANYTIME_ALLOWED_IPS: "*" });
    expect(said).toContain("anybody could forge notifications");
    expect(code).toBe(1);
  } finally {
    await drop();
  }
});

it("says in a sentence that ENCRYPTION_KEYS is not what it was", async () => {
  const database = await createTestDatabase();
  try {
    const parsed = parseKeyRing(`k1:${randomBytes(32).toString("base64")}`);
    if (!parsed.ok) throw new Error(parsed.problem);
    await checkKeys(database.prisma, { ring: parsed.ring, auditKey: GOOD.AUDIT_KEY });
    const { code, said } = await start({ ...GOOD, DATABASE_URL: database.url });
    expect(said).toContain("ENCRYPTION_KEYS has other bytes under k1 than this database was used with");
    expect(said).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
  } finally {
    await database.close();
  }
});

it("says that a port is in use", async () => {
  const { url, drop } = await cloneTemplate();
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
  const address = blocker.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    const { code, said } = await start({ ...GOOD, DATABASE_URL: url, HOST: "127.0.0.1", PORT: String(port) });
    expect(said).toContain(`Port ${port} is in use.`);
    expect(code).toBe(1);
  } finally {
    blocker.close();
    await drop();
  }
});

it("says that another process uses the data folder", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "anytime-lock-"));
  const stat = await readFile(`/proc/${process.pid}/stat`, "utf8").catch(() => "");
  const started = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  await writeFile(path.join(folder, "lock"), `${process.pid} ${started}`);
  try {
    const { code, said } = await start({ ...GOOD, DATABASE_URL: "embedded", DATA_DIR: folder });
    expect(said).toContain(`Another process (${process.pid}) is using ${folder}`);
    expect(code).toBe(1);
  } finally {
    await rm(folder, { recursive: true });
  }
});
