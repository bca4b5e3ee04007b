import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { getRuntime } from "@/lib/runtime";
import { createSite } from "@/lib/sites/life/create-site";
import { handleWebhook, webhookKeyOf } from "@/lib/webhooks/receive/doors";
import { PEER_HEADER, PEER_PROOF_HEADER, peerProof } from "@/lib/webhooks/receive/peer";
import { cloneTemplate } from "../support/database";
import { VECTOR_PARTNER_REF } from "../support/facts/factories";

const vectors = JSON.parse(readFileSync("tests/vectors/notifications.json", "utf8")) as {
  rows: { event: string; encoding: string; valid: boolean; content_type: string; body_base64: string }[];
};
/** A site for each door, so that the same bodies are new at both. */
const KEYS = { quick: randomBytes(24).toString("hex"), next: randomBytes(24).toString("hex") };

interface Answered {
  status: number;
  body: unknown;
  allow: string | null;
}
type Door = (method: string, path: string, body: Buffer | null, contentType?: string) => Promise<Answered>;
let clone: Awaited<ReturnType<typeof cloneTemplate>>;
let server: Server;

beforeAll(async () => {
  clone = await cloneTemplate();
  for (const [name, value] of Object.entries({
    DATABASE_URL: clone.url,
    APP_URL: "http://localhost:3999",
    NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    AUDIT_KEY: randomBytes(32).toString("base64"),
    ANYTIME_CONNECT_ORIGIN: "http://127.0.0.1:4400",
  })) {
    vi.stubEnv(name, value);
  }
  const { database, env, receiving } = getRuntime();
  for (const [name, webhookKey] of Object.entries(KEYS)) {
    await createSite(database.prisma, env.ENCRYPTION_KEYS, {
      name,
      domain: "localhost",
      partnerId: randomBytes(32).toString("hex"),
      partnerRef: VECTOR_PARTNER_REF,
      webhookKey,
      allowedIps: ["127.0.0.1"],
      language: "en",
    });
  }
  server = createServer((request, response) => {
    void handleWebhook(receiving, webhookKeyOf(request.url) ?? "", request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await getRuntime().close();
  await clone.drop();
  vi.unstubAllEnvs();
});

const quickDoor: Door = async (method, path, body, contentType) => {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: contentType === undefined ? {} : { "Content-Type": contentType },
    ...(body === null ? {} : { body: new Uint8Array(body) }),
  });
  return { status: response.status, body: await response.json(), allow: response.headers.get("allow") };
};

const nextDoor: Door = async (method, path, body, contentType) => {
  const route = await import("@/app/api/webhooks/anytime/[key]/route");
  const headers = { [PEER_HEADER]: "127.0.0.1", [PEER_PROOF_HEADER]: peerProof() };
  const request = new Request(`http://localhost${path}`, {
    method,
    headers: contentType === undefined ? headers : { ...headers, "content-type": contentType },
    ...(body === null ? {} : { body: new Uint8Array(body) }),
  });
  const key = webhookKeyOf(path) ?? "";
  const response = await (method === "POST"
    ? route.POST(request, { params: Promise.resolve({ key }) })
    : route.GET());
  return { status: response.status, body: await response.json(), allow: response.headers.get("allow") };
};

describe.each([
  ["the quick door", quickDoor, KEYS.quick],
  ["Next's door", nextDoor, KEYS.next],
])("%s", (_name, knock, key) => {
  const path = `/api/webhooks/anytime/${key}`;

  it("takes every body a real PHP sent, and refuses those with a wrong hash", async () => {
    const { database } = getRuntime();
    const refused = { where: { verdict: "quarantined", eventName: { not: null } } } as const;
    const before = await database.prisma.delivery.count(refused);
    for (const row of vectors.rows) {
      const answer = await knock("POST", path, Buffer.from(row.body_base64, "base64"), row.content_type);
      expect(answer.status).toBe(row.valid ? 200 : 401);
    }
    const kept = await database.prisma.delivery.count(refused);
    expect(kept - before).toBe(vectors.rows.filter((row) => !row.valid).length);
  });

  it.each([
    ["what is not POST", "GET", path, null, 405, "method_not_allowed"],
    ["an unknown key", "POST", path.replace(key, "x".repeat(30)), Buffer.from("a=1"), 404, "unknown_key"],
    ["no notification", "POST", path, Buffer.from("a=1"), 400, "not_a_notification"],
    ["too much", "POST", path, Buffer.alloc(70_000, "x"), 413, "too_large"],
  ])("refuses %s", async (_what, method, to, body, status, code) => {
    const answer = await knock(method, to, body);
    expect(answer).toMatchObject({ status, body: { error: { code } } });
    if (status === 405) expect(answer.allow).toBe("POST");
  });
});
