import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { type Sandbox, type SandboxOptions, startSandbox } from "./start";

const PARTNER_ID = "p".repeat(64);
const PARTNER_REF = "r".repeat(64);
const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A partner's callback URL that answers as instructed. Form bodies are read by path, `data.timestamp`. */
async function startPartner(answer: (request: number) => number = () => 200) {
  const received: Record<string, string>[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const fields = [...new URLSearchParams(Buffer.concat(chunks).toString())];
    received.push({
      url: request.url ?? "",
      peer: request.socket.remoteAddress ?? "",
      forwardedFor: String(request.headers["x-forwarded-for"] ?? ""),
      ...Object.fromEntries(
        fields.map(([name, value]) => [name.slice(13, -1).replaceAll("][", "."), value] as const),
      ),
    });
    response.writeHead(answer(received.length)).end("noted");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { received, webhookUrl: `http://127.0.0.1:${port}/callback/key` };
}

async function start(webhookUrl: string, more: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({
    port: 0,
    partnerId: PARTNER_ID,
    partnerRef: PARTNER_REF,
    partnerName: "Kiosque",
    webhookUrl,
    retryDelaysMs: [5, 5],
    ...more,
  });
  closing.push(() => sandbox.close());
  return sandbox;
}

async function ask(sandbox: Sandbox, to: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${sandbox.origin}${to}`, {
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    headers,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe("webhooks", () => {
  it("tells of a grant, a payment, its settlement and a revocation, each signed on its own", async () => {
    const partner = await startPartner();
    const { bank } = await start(partner.webhookUrl);
    await bank.grant("camille", "v1.reference");
    const txid = bank.pay("camille", { status: "A", currency: "EUR", amount: "12.50" });
    await bank.idle();
    expect(bank.settle(txid)).toBe(txid);
    expect(bank.settle(txid)).toBeUndefined();
    await bank.idle();
    expect(bank.revoke("camille")).toBe(1);
    await bank.idle();

    const [created, authorised, settled, revoked] = partner.received;
    expect(partner.received).toHaveLength(4);
    expect(created).toMatchObject({
      context: "anytime-connect",
      current_try: "1",
      max_tries: "3",
      "data.event_name": "token_created",
      "data.custom_reference": "v1.reference",
      "data.webhook": partner.webhookUrl,
    });
    expect(created?.reference).toMatch(/^[0-9a-f]{40}$/);
    expect(created?.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]:00$/);
    expect(created?.["data.token"]).toMatch(/^[0-9a-f]{48}$/);
    expect(revoked).toMatchObject({
      "data.event_name": "token_revoked",
      "data.token": created?.["data.token"],
    });
    const version = { "data.body.transaction.txid": txid, "data.body.transaction.amount": "12.50" };
    expect(authorised).toMatchObject({ ...version, "data.body.transaction.status": "A" });
    expect(settled).toMatchObject({ ...version, "data.body.transaction.status": "S" });
    for (const each of partner.received)
      expect(each["data.hash"]).toBe(hashTimestamp(each["data.timestamp"] ?? "", PARTNER_REF));
    const timestamps = partner.received.map((each) => Number(each["data.timestamp"]));
    expect(timestamps).toEqual([...new Set(timestamps)].sort((a, b) => a - b));
  });

  it("tries three times with the same data, then is silent and waits no longer", async () => {
    const partner = await startPartner(() => 500);
    const { bank } = await start(partner.webhookUrl, { retryDelaysMs: [5, 20] });
    const begun = Date.now();
    const sent = await bank.grant("camille", "ref");
    expect(Date.now() - begun).toBeLessThan(2_000);
    expect(sent).toMatchObject({ tries: 3, status: 500, answer: "noted" });
    expect(partner.received.map((each) => each.current_try)).toEqual(["1", "2", "3"]);
    for (const field of ["data.hash", "data.timestamp", "data.token", "reference"])
      expect(new Set(partner.received.map((each) => each[field])).size).toBe(1);
  });

  it("says of itself what proxies in front of the partner would", async () => {
    const partner = await startPartner();
    for (const forwardedFor of [undefined, "127.0.0.1, 127.0.0.1"])
      await (await start(partner.webhookUrl, { forwardedFor })).bank.grant("camille", "ref");
    expect(partner.received.map((each) => each.forwardedFor)).toEqual(["", "127.0.0.1, 127.0.0.1"]);
  });

  it("stops at the first try that is taken", async () => {
    const partner = await startPartner((request) => (request === 1 ? 503 : 200));
    const { bank } = await start(partner.webhookUrl);
    expect(await bank.grant("camille", "ref")).toMatchObject({ tries: 2, status: 200 });
  });

  it("lets others pass while notifications wait for their next try", async () => {
    const partner = await startPartner((request) => (request <= 20 ? 500 : 200));
    const { bank } = await start(partner.webhookUrl, { retryDelaysMs: [60_000, 60_000] });
    for (let count = 0; count < 20; count += 1) bank.pay("hugo");
    await expect.poll(() => partner.received.length).toBe(20);
    expect(await bank.grant("camille", "ref")).toMatchObject({ tries: 1, status: 200 });
  });

  it("closes at once, whatever still waits", async () => {
    const { bank } = await start("http://127.0.0.1:1/nobody", { retryDelaysMs: [60_000, 60_000] });
    for (let count = 0; count < 40; count += 1) bank.pay("hugo");
    await expect.poll(() => bank.requests().every(({ tries }) => tries === 1)).toBe(true);
    const begun = Date.now();
    for (const close of closing.splice(0)) await close();
    expect(Date.now() - begun).toBeLessThan(2_000);
  });

  it("sends each fault that it is asked for", async () => {
    const partner = await startPartner();
    const { bank } = await start(partner.webhookUrl);
    const event = "card_transaction_received";
    for (const fault of ["bad-hash", "stale", "try-3", "unknown-event", "wrong-key", "duplicate"] as const)
      await bank.trigger({ event, fault });
    const [badHash, stale, third, unknown, wrongKey, once, again] = partner.received;
    expect(badHash?.["data.hash"]).toBe("0".repeat(64));
    expect(Date.now() / 1_000 - Number(stale?.["data.timestamp"])).toBeGreaterThan(86_000);
    expect(third?.current_try).toBe("3");
    expect(unknown?.["data.event_name"]).toBe("account_renamed");
    expect(wrongKey?.url).not.toBe("/callback/key");
    expect(again).toEqual(once);
  });
});

describe("faults of whatever comes next", () => {
  it("last as long as they are asked to", async () => {
    const partner = await startPartner();
    const sandbox = await start(partner.webhookUrl);
    await ask(sandbox, "/control/fault", { fault: "bad-hash", next: 1 });
    for (let count = 0; count < 2; count += 1) sandbox.bank.pay("hugo", {});
    await sandbox.bank.idle();
    const bad = (each: Record<string, string>) => each["data.hash"] === "0".repeat(64);
    expect(partner.received.map(bad).sort()).toEqual([false, true]);
    await ask(sandbox, "/control/fault", { fault: "lost" });
    for (let count = 0; count < 2; count += 1) sandbox.bank.pay("hugo");
    await ask(sandbox, "/control/fault", { fault: null });
    await sandbox.bank.idle();
    expect(partner.received).toHaveLength(2);
    expect(sandbox.bank.requests()[0]).toMatchObject({ fault: "lost", tries: 0, answer: "never sent" });
  });

  it("spends a pair twice, comes from elsewhere, and bursts", async () => {
    const partner = await startPartner();
    const sandbox = await start(partner.webhookUrl);
    const event = "card_transaction_received";
    await sandbox.bank.trigger({ event, fault: "spent-pair" });
    const [first, second] = partner.received;
    expect(second?.["data.hash"]).toBe(first?.["data.hash"]);
    expect(second?.["data.body.transaction.txid"]).not.toBe(first?.["data.body.transaction.txid"]);
    await sandbox.bank.trigger({ event, fault: "wrong-address" });
    expect(partner.received.at(-1)?.peer).not.toBe("127.0.0.1");
    await sandbox.bank.trigger({ event, fault: "burst" });
    expect(partner.received).toHaveLength(53);
  });

  it("lets newer data arrive first, of one event and of whatever comes next", async () => {
    const partner = await startPartner();
    const sandbox = await start(partner.webhookUrl);
    const statuses = () => partner.received.map((each) => each["data.body.transaction.status"]);
    await sandbox.bank.trigger({ event: "card_transaction_received", fault: "out-of-order" });
    expect(statuses()).toEqual(["S", "A"]);
    const [newer, older] = partner.received.splice(0);
    expect(newer?.["data.body.transaction.txid"]).toBe(older?.["data.body.transaction.txid"]);
    expect(Number(newer?.["data.timestamp"])).toBeGreaterThan(Number(older?.["data.timestamp"]));
    await sandbox.bank.trigger({ event: "token_created", customer: "ines", fault: "out-of-order" });
    const [revoked, created] = partner.received.splice(0);
    expect([revoked, created].map((each) => each?.["data.event_name"])).toEqual([
      "token_revoked",
      "token_created",
    ]);
    expect(revoked?.["data.token"]).toBe(created?.["data.token"]);
    await ask(sandbox, "/control/fault", { fault: "out-of-order", next: 4 });
    for (const amount of ["1.00", "2.00", "3.00", "4.00"]) sandbox.bank.pay("hugo", { amount });
    await sandbox.bank.idle();
    const order = partner.received.map((each) => each["data.body.transaction.amount"]);
    expect(order.indexOf("2.00")).toBeLessThan(order.indexOf("1.00"));
    expect(order.indexOf("4.00")).toBeLessThan(order.indexOf("3.00"));
  });

  it("takes no more than the partner does when it pays as fast as it can", async () => {
    const partner = await startPartner();
    const sandbox = await start(partner.webhookUrl);
    expect((await ask(sandbox, "/control/spend", { rate: "max" })).status).toBe(200);
    await expect.poll(() => partner.received.length).toBeGreaterThan(100);
    await ask(sandbox, "/control/spend", { rate: 0 });
    await sandbox.bank.idle();
    const count = partner.received.length;
    expect(sandbox.bank.requests()[0]?.status).toBe(200);
    expect(partner.received).toHaveLength(count);
  });

  it("settles over another amount, or under another txid", async () => {
    const partner = await startPartner();
    const sandbox = await start(partner.webhookUrl);
    const pay = () =>
      sandbox.bank.pay("hugo", { status: "A", currency: "EUR", amount: "20.00", amount_fx: "20.00" });
    const txid = pay();
    await ask(sandbox, "/control/settle", { txid, amount: "22.50" });
    const { body } = await ask(sandbox, "/control/settle", { txid: pay(), anew: true });
    await sandbox.bank.idle();
    const settled = partner.received.filter((each) => each["data.body.transaction.status"] === "S");
    expect(settled.map((each) => each["data.body.transaction.amount"]).sort()).toEqual(["20.00", "22.50"]);
    expect(settled.map((each) => each["data.body.transaction.txid"])).toEqual(
      expect.arrayContaining([txid, body.txid]),
    );
  });
});

describe("the control API", () => {
  it("says what is wrong in a sentence", async () => {
    const partner = await startPartner();
    const sandbox = await start(partner.webhookUrl);
    const event = "card_transaction_received";
    for (const [to, body, words] of [
      ["pay", { customer: "nobody" }, "customer"],
      ["pay", { customer: "hugo", set: { colour: "red" } }, "There is no field colour."],
      ["pay", { customer: "hugo", often: true }, "often"],
      ["spend", { rate: 1, customers: ["nobody"] }, "customers"],
      ["trigger", { event, set: { "body.transaction.colour": "red" } }, "body.transaction.colour"],
      ["trigger", { event, set: { "body.transaction.amuont": "1" } }, "Did you mean amount?"],
      ["pay", { customer: "amima" }, "Did you mean amina?"],
      ["webhook", { url: "ftp://elsewhere" }, "url"],
      ["trigger", { event, set: { constructor: "x" } }, "There is no field constructor."],
      ["trigger", { event, set: { body: "x" } }, "has fields of its own"],
    ] as const) {
      const { status, body: answer } = await ask(sandbox, `/control/${to}`, body);
      expect([status, answer.error]).toEqual([400, expect.stringContaining(words)]);
    }
    expect(partner.received).toHaveLength(0);
  });

  it("obeys no page of another origin", async () => {
    const partner = await startPartner();
    const sandbox = await start(partner.webhookUrl);
    const pay = { customer: "hugo" };
    for (const origin of ["https://elsewhere.example", "null"])
      expect((await ask(sandbox, "/control/pay", pay, { Origin: origin })).status).toBe(403);
    expect((await ask(sandbox, "/control/pay", pay, { Origin: sandbox.origin })).status).toBe(200);
  });
});

describe("the popup", () => {
  it("gives the token that the webhook tells of", async () => {
    const partner = await startPartner();
    const sandbox = await start(partner.webhookUrl);
    const who = { email: "early@example.com", password: "anytime" };
    const { body } = await ask(sandbox, "/popup/sign-in", who);
    const accept = { session: body.session, reference: "v1.reference" };
    const accepted = await ask(sandbox, "/popup/accept", accept);
    expect(partner.received[0]).toMatchObject({
      "data.token": accepted.body.token,
      "data.custom_reference": "v1.reference",
    });
    expect((await ask(sandbox, "/popup/accept", accept)).status).toBe(403);
  });

  it.each([
    ["camille@example.com", "anytime", 200],
    ["camille@example.com", "guess", 401],
    ["wrong@example.com", "anytime", 401],
    ["error@example.com", "anytime", 500],
    [null, "anytime", 400],
  ])("%s with %s is answered %i", async (email, password, status) => {
    const sandbox = await start("http://127.0.0.1:1/nobody");
    expect((await ask(sandbox, "/popup/sign-in", { email, password })).status).toBe(status);
  });

  it("serves the script of this partner alone", async () => {
    const sandbox = await start("http://127.0.0.1:1/nobody");
    const script = await fetch(`${sandbox.origin}/${PARTNER_ID}/fr/client.js`);
    expect(script.headers.get("content-type")).toContain("text/javascript");
    expect(script.headers.get("cache-control")).toBe("no-store");
    expect(await script.text()).toContain("Se connecter avec Anytime");
    expect((await fetch(`${sandbox.origin}/${"q".repeat(64)}/fr/client.js`)).status).toBe(404);
  });
});

describe("starting", () => {
  it("remembers after a restart what it was told to keep", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "sandbox-test-"));
    closing.push(() => rm(folder, { recursive: true }));
    const stateFile = path.join(folder, "bank", "state.json");
    const partner = await startPartner();
    const first = await start(partner.webhookUrl, { stateFile });
    await first.bank.grant("camille", "ref");
    const txid = first.bank.pay("camille", { status: "A" });
    await first.bank.idle();
    const sent = first.bank.requests();
    await first.close();
    expect((await stat(stateFile)).mode & 0o077).toBe(0);

    const second = await start(partner.webhookUrl, { stateFile });
    expect(second.bank.requests()).toEqual(sent);
    expect(JSON.stringify(sent)).not.toContain(partner.received[0]?.["data.token"]);
    expect(second.bank.hasGrant("camille")).toBe(true);
    expect(second.bank.settle(txid)).toBe(txid);
    expect(Number(second.bank.pay("camille"))).toBeGreaterThan(Number(txid));
  });

  it("leaves a file alone that is not its own", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "sandbox-test-"));
    closing.push(() => rm(folder, { recursive: true }));
    const stateFile = path.join(folder, "letter.json");
    await writeFile(stateFile, "Dear bank");
    await expect(start("http://127.0.0.1:1/nobody", { stateFile })).rejects.toThrow("is not the state of");
    expect(await readFile(stateFile, "utf8")).toBe("Dear bank");
  });

  it("says that a port is in use", async () => {
    const first = await start("http://127.0.0.1:1/nobody");
    const port = Number(new URL(first.origin).port);
    await expect(start("http://127.0.0.1:1/nobody", { port })).rejects.toThrow(`Port ${port} is in use.`);
  });
});
