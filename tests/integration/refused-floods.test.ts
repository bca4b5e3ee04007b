import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { conditionsOf } from "@/lib/incidents/conditions";
import { readSiteFacts } from "@/lib/incidents/facts-store";
import { readDeliveryHealth } from "@/lib/webhooks/read/deliveries-store";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";
import { tokenJson } from "../support/facts/token-bodies";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let clock = 1_794_900_000;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  site = await makeSite(database, { allowedIps: ["*"] });
  receiver = makeReceiver(database, site.ring, site.webhookKey);
});
afterAll(() => database.close());

const token = (name: string, timestamp = String(clock++), partnerRef = VECTOR_PARTNER_REF) =>
  tokenJson(name, { timestamp, partnerRef });
const refused = (name: string) => receiver.deliver(token(name, String(clock++), "another"));

it("lets good notifications past a flood of refused ones", async () => {
  await receiver.deliver(token("warm"));
  let answered = 0;
  const flood = Array.from({ length: 2_000 }, (_, n) =>
    refused(`flood ${n}`).then(({ status }) => {
      answered += 1;
      return status;
    }),
  );
  const kept = flood.slice(0, 400);
  expect(await receiver.deliver(token("good"))).toMatchObject({ status: 200 });
  // Most of what could be kept still waits for its turn.
  expect(answered).toBeLessThan(1_900);
  expect(new Set(await Promise.all(kept))).toEqual(new Set([401]));
  expect(new Set(await Promise.all(flood))).toEqual(new Set([401, 503]));
});

it("has one of two replicas spend a pair that reaches both at once", async () => {
  const other = makeReceiver(database, site.ring, site.webhookKey);
  for (let n = 0; n < 25; n += 1) {
    const timestamp = String(clock++);
    const sent = [receiver.deliver(token(`a${n}`, timestamp)), other.deliver(token(`b${n}`, timestamp))];
    const said = (await Promise.all(sent)).map(({ body }) => JSON.stringify(body));
    expect(new Set(said).size, said.join()).toBe(2);
  }
});

it("raises attention where refused ones find no room any more, after good ones too", async () => {
  const { siteId } = site;
  await refused("the first");
  await database.prisma.$executeRaw`
    INSERT INTO deliveries SELECT (json_populate_record(d, json_build_object('id', gen_random_uuid(),
      'digest', '\\x' || md5(n::text) || md5(n::text)))).* FROM deliveries d, generate_series(1, 999) n
    WHERE d.site_id = ${siteId}::uuid AND d.verdict = 'quarantined'`;
  await receiver.deliver(token("good"));
  const facts = (await readSiteFacts(SYSTEM_SCOPE, database.prisma)).find((found) => found.siteId === siteId);
  if (facts === undefined) throw new Error("no facts of the site");
  expect(conditionsOf(facts, new Date()).map(({ kind }) => kind)).toContain("quarantine_full");
});

it("counts as lag what waits for a key that is not there", async () => {
  await receiver.deliver(token("waits"));
  await database.prisma.delivery.updateMany({
    where: { siteId: site.siteId, processing: "pending" },
    data: { attempts: 3, error: "UnknownKeyError", receivedAt: new Date(Date.now() - 86_400_000) },
  });
  const scope = { ...SYSTEM_SCOPE, sites: [site.siteId] };
  expect((await readDeliveryHealth(scope, database.prisma)).lagSeconds).toBeGreaterThan(80_000);
});
