import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { afterEach, expect, it } from "vitest";
import { effectOf, toCents } from "../payments/bank-payment";
import { type Sandbox, startSandbox } from "../start";
import { makePersona } from "./make";
import { personaSchema, shiftTo } from "./persona";

const WISH = {
  id: "claire",
  name: "Claire Petit",
  seed: 7,
  days: 60,
  perDay: 1,
  today: "2026-03-31",
  faults: ["lost", "bad-hash"],
} as const;
const DAY_MS = 86_400_000;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function start(webhookUrl = "http://127.0.0.1:1/nobody"): Promise<Sandbox> {
  const options = { port: 0, partnerId: "p".repeat(64), partnerRef: "r", partnerName: "Kiosque", webhookUrl };
  const sandbox = await startSandbox({ ...options, retryDelaysMs: [1, 1] });
  closing.push(() => sandbox.close());
  return sandbox;
}

async function ask(sandbox: Sandbox, action: string, input: unknown) {
  const init = { method: "POST", body: JSON.stringify(input) };
  const response = await fetch(`${sandbox.origin}/control/${action}`, init);
  return { status: response.status, body: await response.json() };
}

it("makes the same person of the same seed, with subscriptions and a balance that adds up", () => {
  const persona = makePersona(WISH);
  expect(makePersona(WISH)).toEqual(persona);
  expect(makePersona({ ...WISH, seed: 8 })).not.toEqual(persona);
  expect(personaSchema.parse(JSON.parse(JSON.stringify(persona)))).toEqual(persona);
  const netflix = persona.payments.filter(({ payment }) => payment.description.startsWith("NETFLIX"));
  expect(netflix.map(({ payment }) => payment.amount)).toEqual(["13.49", "13.49"]);
  let balance = 250_000;
  for (const { payment } of persona.payments) {
    balance += effectOf(payment);
    expect(toCents(payment.balance_after)).toBe(balance);
  }
  expect(new Set(persona.payments.map(({ fault }) => fault))).toEqual(new Set([undefined, ...WISH.faults]));
});

it("moves dates by whole days, also over a change of clocks", () => {
  const persona = makePersona(WISH);
  const moved = shiftTo(persona, "2026-04-10");
  for (const [index, { at, payment }] of moved.payments.entries()) {
    const before = persona.payments[index];
    expect(Date.parse(at) - Date.parse(before?.at ?? "")).toBe(10 * DAY_MS);
    expect(payment.date.slice(11)).toBe(before?.payment.date.slice(11));
  }
});

it("joins the bank with a past up to today, pushed with its faults, and is saved as it was", async () => {
  const hashes: string[] = [];
  const partner = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    hashes.push(new URLSearchParams(body).get("notification[data][hash]") ?? "");
    response.end();
  });
  await new Promise<void>((resolve) => partner.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => partner.close(resolve)));
  const address = partner.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const sandbox = await start(`http://127.0.0.1:${port}/hook/key`);
  const persona = makePersona(WISH);
  const { status, body } = await ask(sandbox, "load-persona", { persona, push: true });
  const cards = persona.payments.filter(({ cardRef }) => cardRef !== null);
  const lost = cards.filter(({ fault }) => fault === "lost").length;
  const bad = cards.filter(({ fault }) => fault === "bad-hash").length;
  expect([status, body]).toEqual([
    200,
    { customers: ["claire"], payments: persona.payments.length, pushed: cards.length - lost },
  ]);
  expect(hashes).toHaveLength(cards.length - lost);
  expect(hashes.filter((hash) => hash === "0".repeat(64))).toHaveLength(bad);
  const saved = await ask(sandbox, "save-persona", { customers: ["claire"] });
  const newest = saved.body.payments.at(-1);
  expect(Date.now() - Date.parse(newest.at)).toBeLessThan(3 * DAY_MS);
  expect(saved.body.payments).toHaveLength(persona.payments.length);
  const txid = sandbox.bank.pay("claire", {}, { lost: true });
  expect(Number(txid)).toBeGreaterThan(Number(newest.payment.txid));
});

it("lets the people of one file share an account, and takes the file again", async () => {
  const sandbox = await start();
  const persona = JSON.parse(await readFile("docs/examples/couple.json", "utf8"));
  for (let time = 0; time < 2; time += 1)
    expect((await ask(sandbox, "load-persona", { persona })).body.customers).toEqual(["aurore", "basile"]);
  const [aurore, basile] = ["aurore", "basile"].map((id) => sandbox.bank.directory.find(id));
  expect(aurore?.accId).toBe(basile?.accId);
  const movements = sandbox.bank.ledger.ofAccount(aurore?.accId ?? "");
  expect(movements).toHaveLength(persona.payments.length);
  expect(new Set(movements.map(({ cardRef }) => cardRef)).size).toBe(4);
  const twice = { ...persona, customers: [persona.customers[0], { ...persona.customers[1], id: "aurore" }] };
  expect((await ask(sandbox, "load-persona", { persona: twice })).body.error).toContain("of basile");
});

it("refuses a persona that has another's account, and a file that is none", async () => {
  const sandbox = await start();
  const persona = makePersona(WISH);
  const [customer] = persona.customers;
  const thief = { ...persona, customers: [{ ...customer, accId: "20418" }] };
  expect((await ask(sandbox, "load-persona", { persona: thief })).body.error).toContain("of camille");
  expect((await ask(sandbox, "load-persona", { persona: { today: "now" } })).status).toBe(400);
});

it("has a clock that can be moved, and settles what has waited", async () => {
  const sandbox = await start();
  const { bank } = sandbox;
  const txid = bank.pay("hugo", { status: "A", currency: "EUR" }, { lost: true });
  const moved = await ask(sandbox, "clock", { by: 3 * 86_400 });
  expect(moved.body.settled).toBe(1);
  expect(Date.parse(moved.body.now) - Date.now()).toBeGreaterThan(2.9 * DAY_MS);
  const { movements } = (await ask(sandbox, "ledger", { customer: "hugo" })).body;
  expect(movements[0].payment).toMatchObject({ txid, status: "S" });
  await ask(sandbox, "clock", { at: "2026-01-31T10:00:00+01:00" });
  expect(new Date(bank.clock()).toISOString()).toMatch(/^2026-01-31T09:00:0/);
  await ask(sandbox, "clock", { reset: true });
  expect(Math.abs(bank.clock() - Date.now())).toBeLessThan(5_000);
});
