import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { validate } from "dockerfile-utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { cloneTemplate } from "../support/database";
import { freePort } from "../support/free-port";
import { NOBODY, type RehearsedImage, rehearseImage } from "../support/image";

const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      ports: z.array(z.string()).default([]),
      volumes: z.array(z.string()).default([]),
      stop_grace_period: z.string(),
      environment: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
  volumes: z.record(z.string(), z.unknown()),
});

describe("the container files", () => {
  it("have no fault that a linter finds", () => {
    expect(validate(readFileSync("Dockerfile", "utf8"))).toEqual([]);
  });

  it("publish ports on loopback alone, and wait for a server that drains", () => {
    const { services, volumes } = composeSchema.parse(parse(readFileSync("compose.yaml", "utf8")));
    expect(Object.keys(services)).toEqual(["app", "database"]);
    for (const { ports } of Object.values(services))
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    expect(services.app?.volumes).toEqual(["secrets:/secrets"]);
    expect(services.database?.ports).toEqual([]);
    expect(Object.keys(volumes)).toEqual(["secrets", "database"]);
    expect(Number.parseInt(services.app?.stop_grace_period ?? "", 10)).toBeGreaterThanOrEqual(30);
  });
});

// Minutes: `npm run test:long` runs it.
describe.runIf(process.env.REHEARSE_IMAGE === "1")("the image's steps, in an empty folder", () => {
  const root = mkdtempSync(path.join(tmpdir(), "anytime-image-"));
  let image: RehearsedImage;
  let database: Awaited<ReturnType<typeof cloneTemplate>>;

  beforeAll(async () => {
    chmodSync(root, 0o755);
    const context = path.join(root, "context");
    // What an engine would be sent of a clean clone: what git has, but for what is ignored.
    const { status } = spawnSync("git", ["checkout-index", "--all", `--prefix=${context}/`]);
    expect(status).toBe(0);
    for (const ignored of readFileSync(".dockerignore", "utf8").trim().split("\n"))
      rmSync(path.join(context, ignored), { recursive: true, force: true });
    image = rehearseImage("Dockerfile", context, path.join(root, "stages"));
    database = await cloneTemplate("template1");
  }, 900_000);
  afterAll(async () => {
    await database?.drop();
    rmSync(root, { recursive: true, force: true });
  }, 300_000);

  it("leave less than half a gigabyte", () => {
    const { stdout } = spawnSync("du", ["-sm", image.workdir], { encoding: "utf8" });
    expect(Number.parseInt(stdout, 10)).toBeLessThan(500);
  });

  it("start as a user who owns nothing, make secrets once, answer the health check, and stop", async () => {
    const first = await start();
    // As an engine does, it is asked again: on a busy machine the first answer may come late.
    await expect.poll(first.health, { timeout: 60_000, interval: 1_000 }).toBe(0);
    const page = await fetch(`${first.url}/sign-in`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("<form")]);
    const file = path.join(image.env.SECRETS_DIR ?? "", "secrets.env");
    const made = readFileSync(file, "utf8");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const line of made.trim().split("\n"))
      expect(first.said()).not.toContain(line.slice(line.indexOf("=") + 1));
    expect(await first.stop()).toBe(0);
    const second = await start();
    expect(readFileSync(file, "utf8")).toBe(made);
    expect(await second.stop()).toBe(0);
  }, 180_000);

  async function start() {
    const port = await freePort();
    const [program = "", ...args] = image.command;
    const env: NodeJS.ProcessEnv = {
      NODE_ENV: "production",
      PATH: process.env.PATH ?? "",
      HOME: "/nonexistent",
      ...image.env,
      HOST: "127.0.0.1",
      PORT: String(port),
      DATABASE_URL: database.url,
      APP_URL: `http://localhost:${port}`,
      ANYTIME_PARTNER_ID: PARTNER_ID,
    };
    const options = { cwd: image.workdir, env, ...(process.getuid?.() === 0 ? NOBODY : {}) };
    const child = spawn(program, args, options);
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    await waitUntilReady(child, () => output);
    const [check = "", ...checked] = image.healthCheck;
    return {
      url: `http://localhost:${port}`,
      said: () => output,
      health: () => spawnSync(check, checked, options).status,
      stop: () => {
        const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
        child.kill("SIGTERM");
        return ended;
      },
    };
  }
});

const PARTNER_ID = randomBytes(32).toString("hex");

async function waitUntilReady(child: ChildProcess, said: () => string): Promise<void> {
  for (let waited = 0; !/^Ready /m.test(said()); waited += 100) {
    if (child.exitCode !== null || waited > 120_000) throw new Error(`It did not start:\n${said()}`);
    await sleep(100);
  }
}
