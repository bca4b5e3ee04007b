import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { cloneTemplate } from "../support/database";

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

// What it says of each setting is in `lib/env.test.ts`, and of the database it finds in `start-checks.test.ts`.
it.each([
  ["nothing is set", {}, /DATABASE_URL is missing.*\n.*APP_URL/s],
  [
    "the database is away, whatever is in its password, and what else is no good",
    {
      ...GOOD,
      DATABASE_URL: "postgres://nobody:no#th/in?g@127.0.0.1:1/none",
      ANYTIME_PARTNER_ID: "123",
    },
    /The database cannot be reached.*ANYTIME_PARTNER_ID must be the 64 characters/s,
  ],
])("says in a sentence that %s", async (_what, env, sentence) => {
  const { code, said } = await start(env);
  expect(said).toMatch(sentence);
  expect(said).not.toMatch(/\n\s+at /);
  expect(code).toBe(1);
});

it("refuses to believe a public hash from an unchecked address", async () => {
  const { url, drop } = await cloneTemplate();
  try {
    const { code, said } = await start({ ...GOOD, DATABASE_URL: url, ANYTIME_ALLOWED_IPS: "*" });
    expect(said).toContain("anybody could forge notifications");
    expect(said).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
  } finally {
    await drop();
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
