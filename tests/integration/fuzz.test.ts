import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeRandom } from "@/lib/sandbox/payments/random";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";

/** How many bodies: few for every commit, 100,000 in `npm run test:long`. */
const BODIES = Number(process.env.FUZZ_BODIES ?? 3_000);
const EXPECTED = new Set([200, 400, 401, 413]);
const vectors = (
  JSON.parse(readFileSync("tests/vectors/notifications.json", "utf8")) as {
    rows: { content_type: string; body_base64: string }[];
  }
).rows;
const TYPES = [
  undefined,
  "application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "text/plain",
  "\u00e9",
];
const NASTY = [
  "\0",
  "\ud800",
  "%00",
  "%ff",
  "[]",
  "[[[[",
  '"__proto__":',
  "constructor[prototype][x]=1&",
  "1e999",
  "-0",
  "9".repeat(400),
  "{".repeat(40),
  "\r\n--",
  "&=&=",
  '\\ud83d\\"',
];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let receiver: ReturnType<typeof makeReceiver>;

beforeAll(async () => {
  database = await createTestDatabase();
  const site = await makeSite(database);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
});
afterAll(() => database.close());

function mutate(random: () => number, body: Buffer): Buffer {
  let out = Buffer.from(body);
  const at = () => Math.floor(random() * out.length);
  for (let times = 1 + Math.floor(random() * 4); times > 0; times -= 1) {
    const what = Math.floor(random() * 5);
    if (what === 0) out[at()] = Math.floor(random() * 256);
    else if (what === 1) out = out.subarray(0, at());
    else if (what === 2) {
      const [cut, nasty] = [at(), NASTY[Math.floor(random() * NASTY.length)] ?? ""];
      out = Buffer.concat([out.subarray(0, cut), Buffer.from(nasty), out.subarray(cut)]);
    } else if (what === 3) {
      const [from, to] = [at(), at()].toSorted((left, right) => left - right);
      out = Buffer.concat([out.subarray(0, to), out.subarray(from)]);
    } else out = Buffer.concat([out, out]).subarray(0, 70_000);
    if (out.length === 0) return Buffer.from("x");
  }
  return out;
}

it("survives whatever is sent to it", { timeout: 1_800_000 }, async () => {
  const random = makeRandom(Number(process.env.FUZZ_SEED ?? 7));
  const answers = new Map<number, number>();
  for (let sent = 0; sent < BODIES; sent += 50) {
    const bodies = Array.from({ length: 50 }, () => {
      const vector = vectors[Math.floor(random() * vectors.length)];
      const contentType = random() < 0.5 ? vector?.content_type : TYPES[Math.floor(random() * TYPES.length)];
      const body = mutate(random, Buffer.from(vector?.body_base64 ?? "", "base64"));
      return receiver.deliver(body, contentType === undefined ? {} : { contentType });
    });
    for (const { status } of await Promise.all(bodies)) answers.set(status, (answers.get(status) ?? 0) + 1);
    if (sent % 500 === 0) await receiver.process();
  }
  await receiver.process();
  expect([...answers.keys()].filter((status) => !EXPECTED.has(status))).toEqual([]);
  expect(answers.get(200)).toBeGreaterThan(0);
  // Nothing waits for ever: what was accepted is done, or set aside for a person.
  expect(await database.prisma.delivery.count({ where: { processing: "pending", attempts: 0 } })).toBe(0);
  // Each kind has a budget of its own: what could be read, and what could not.
  const quarantined = { verdict: "quarantined" } as const;
  const unreadable = { ...quarantined, digest: null };
  expect(await database.prisma.delivery.count({ where: unreadable })).toBeLessThanOrEqual(200);
  expect(
    await database.prisma.delivery.count({ where: { ...quarantined, NOT: { digest: null } } }),
  ).toBeLessThanOrEqual(1_000);
});
