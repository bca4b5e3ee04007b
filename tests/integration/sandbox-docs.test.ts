import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { MAX_BODY_BYTES } from "@/lib/anytime/body/parse-body";
import { type Sandbox, startSandbox } from "@/lib/sandbox/start";
import { runSandbox } from "../../scripts/sandbox/run";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";

interface Line {
  readonly command: string;
  /** What is said after the `#`: a status, the exit code, words of the answer. */
  readonly answer: string;
}

const BLOCKS = /```sh\n([\s\S]*?)```/g;
const lines: Line[] = [...readFileSync("docs/sandbox.md", "utf8").matchAll(BLOCKS)]
  .flatMap(([, block = ""]) => block.trim().split("\n"))
  .map((line) => {
    const [, command, answer] = /^npm run sandbox -- (.+?) +# (.+)$/.exec(line) ?? [];
    if (command === undefined || answer === undefined)
      throw new Error(`Not a command with an answer: ${line}`);
    return { command, answer };
  });

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let sandbox: Sandbox;
let folder: string;
const door = createServer();
const printed: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const site = await makeSite(database, { allowedIps: ["127.0.0.1"] });
  const { deliver } = makeReceiver(database, site.ring, site.webhookKey);
  door.on("request", async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const sent = Buffer.concat(chunks);
    // The door of server.ts does not read further.
    if (sent.length > MAX_BODY_BYTES) return response.writeHead(413).end("too large");
    const { status, body } = await deliver(sent, {
      contentType: request.headers["content-type"] ?? "",
      address: request.socket.remoteAddress ?? "",
      key: request.url?.split("/").at(-1) ?? "",
    });
    return response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  sandbox = await startSandbox({
    port: 0,
    partnerId: "p".repeat(64),
    partnerRef: VECTOR_PARTNER_REF,
    partnerName: "Kiosque",
    webhookUrl: `http://127.0.0.1:${(door.address() as AddressInfo).port}/api/webhooks/anytime/${site.webhookKey}`,
    retryDelaysMs: [1, 1],
  });
  folder = await mkdtemp(path.join(tmpdir(), "sandbox-docs-"));
  vi.stubEnv("SANDBOX_PORT", new URL(sandbox.origin).port);
  for (const method of ["log", "error"] as const)
    vi.spyOn(console, method).mockImplementation((text: string) => void printed.push(text));
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await sandbox.close();
  door.closeAllConnections();
  await new Promise((resolve) => door.close(resolve));
  await rm(folder, { recursive: true });
  await database.close();
});

/** Words of a shell command; files that it writes go to the test's own folder. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => {
    const word = quoted ?? plain ?? "";
    return /^(claire|saved)\.json$/.test(word) ? path.join(folder, word) : word;
  });
}

it.each(lines)("$command → $answer", async ({ command, answer }) => {
  printed.length = 0;
  const code = await runSandbox(wordsOf(command));
  const output = printed.join("\n");
  expect([output, code]).toEqual([output, Number(/ends with (\d)/.exec(answer)?.[1] ?? 0)]);
  const status = /^\d{3}/.exec(answer)?.[0];
  if (status !== undefined) expect(output).toMatch(new RegExp(`^${status} `));
  for (const [, words] of answer.matchAll(/"([^"]+)"/g)) expect(output).toContain(words);
});

it("teaches every command", async () => {
  printed.length = 0;
  await runSandbox([]);
  const names = [...printed.join("\n").matchAll(/^ {2}(\w+) {2,}/gm)].map(([, name]) => name ?? "");
  expect(names).toHaveLength(11);
  for (const name of names) {
    printed.length = 0;
    expect(await runSandbox([name, "--help"])).toBe(0);
    expect(printed.join("\n")).toContain(`npm run sandbox -- ${name}`);
  }
});

it("says that no bank runs", async () => {
  vi.stubEnv("SANDBOX_PORT", "9");
  expect(await runSandbox(["clock"])).toBe(3);
  expect(printed.at(-1)).toContain("No simulated bank answers on port 9");
});

it("prints tries as they pass, and sends them where it is told while it runs", async () => {
  vi.stubEnv("SANDBOX_PORT", new URL(sandbox.origin).port);
  const urls: string[] = [];
  const elsewhere = createServer((request, response) => {
    urls.push(request.url ?? "");
    request.resume();
    response.writeHead(401).end("no");
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  const { port } = elsewhere.address() as AddressInfo;
  printed.length = 0;
  const usual = sandbox.bank.target.webhookUrl;
  const listening = runSandbox(["listen", "--forward-to", `http://127.0.0.1:${port}/hook`, "--count", "3"]);
  await expect.poll(() => sandbox.bank.target.webhookUrl).not.toBe(usual);
  await sandbox.bank.trigger({ event: "card_transaction_received" });
  expect(await listening).toBe(1);
  expect(urls).toEqual(["/hook", "/hook", "/hook"]);
  expect(printed.filter((line) => / {2}401 {2}\d+ ms {2}card_transaction_received/.test(line))).toHaveLength(
    3,
  );
  expect(sandbox.bank.target.webhookUrl).toBe(usual);
  elsewhere.closeAllConnections();
  await new Promise((resolve) => elsewhere.close(resolve));
});

it.each(["ANYTIME_CONNECT_ORIGIN", "ANYTIME_API_ORIGIN"])(
  "does not start beside the real bank: %s",
  async (name) => {
    for (const origin of ["ANYTIME_CONNECT_ORIGIN", "ANYTIME_API_ORIGIN"]) vi.stubEnv(origin, "");
    vi.stubEnv(name, name === "ANYTIME_API_ORIGIN" ? "https://ws.anyti.me" : "https://connect.anyti.me");
    expect(
      await runSandbox(["serve", "--partner-id", "p".repeat(64), "--webhook", "http://127.0.0.1:9/x"]),
    ).toBe(2);
    expect(printed.at(-1)).toContain(`${name} is the real bank`);
  },
);
