import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { type KeyRing, parseKeyRing } from "@/lib/crypto/key-ring";
import { END_USER_SCOPE } from "@/lib/db/access/scope";
import { beginAttempt, readAttemptStatus } from "@/lib/links/connecting/attempts";
import { createProcessor } from "@/lib/webhooks/process/process";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";
import { makeGrants } from "../support/facts/grants";

const [OLD, NEW] = ["old", "new"].map((kid) => `${kid}:${randomBytes(32).toString("base64")}`);
function ringOf(...keys: (string | undefined)[]): KeyRing {
  const parsed = parseKeyRing(keys.join(","));
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.ring;
}
/** One replica was not told of the new key yet; another makes references with it. */
const behind = ringOf(OLD);
const ahead = ringOf(NEW, OLD);
const BROWSER = "a browser's cookie, as long as it must be";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let grants: ReturnType<typeof makeGrants>;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database, { ring: behind });
  grants = makeGrants(database, site);
});
afterAll(() => database.close());

async function openAhead(name: string) {
  const person = await grants.invite(name);
  const opening = { secret: person.secret, browser: BROWSER, language: "en", userAgent: null };
  const begun = await beginAttempt(END_USER_SCOPE, database, ahead, opening);
  if (!begun.ok) throw new Error(begun.reason);
  return { ...person, attempt: begun.attempt };
}

async function withProcessor(ring: KeyRing, check: () => Promise<void>) {
  const processor = createProcessor({ database, ring, enabled: true });
  processor.start();
  try {
    await vi.waitFor(check, { timeout: 20_000, interval: 50 });
  } finally {
    await processor.stop();
  }
}

it("finds the owner of a token by itself, once the key of its reference is there", async () => {
  const { userId, secret, sessionId, attempt } = await openAhead("Ada");
  await grants.tellAt("token_created", "ada", attempt.customReference, new Date());
  await withProcessor(behind, async () => {
    const token = await database.prisma.apiToken.findFirstOrThrow();
    expect(token).toMatchObject({ linkedUserId: null, orphanReason: "unknown_key" });
  });
  await withProcessor(ahead, async () => expect(await grants.stateOf(userId)).toBe("active"));
  const session = await database.prisma.connectSession.findUniqueOrThrow({ where: { id: sessionId } });
  expect(session.state).toBe("completed");
  const asked = { secret, attemptId: attempt.id, browser: BROWSER };
  expect(await readAttemptStatus(END_USER_SCOPE, database.prisma, asked)).toBe("connected");
  // Nothing is left to be looked at again.
  expect(await database.prisma.apiTokenEvent.count({ where: { referenceKid: { not: null } } })).toBe(0);
});

it("takes access away at once, whatever key its reference is of, and says whose it was later", async () => {
  const { userId, attempt } = await openAhead("Bea");
  const receiver = makeReceiver(database, behind, site.webhookKey);
  for (const [event, timestamp] of [
    ["token_created", "1794900500"],
    ["token_revoked", "1794900501"],
  ] as const) {
    const hash = hashTimestamp(timestamp, VECTOR_PARTNER_REF);
    const data = {
      hash,
      timestamp,
      event_name: event,
      token: "bea",
      custom_reference: attempt.customReference,
    };
    await receiver.deliver(JSON.stringify({ notification: { data } }));
  }
  await receiver.process();
  expect(await database.prisma.apiToken.findFirst({ orderBy: { firstSeenAt: "desc" } })).toMatchObject({
    state: "revoked",
    linkedUserId: null,
  });
  await withProcessor(ahead, async () => expect(await grants.stateOf(userId)).toBe("revoked"));
});

it("gives nobody a token by a reference that only names the new key", async () => {
  const { attempt } = await openAhead("Cleo");
  const parts = attempt.customReference.split(".");
  const forged = [...parts.slice(0, 4), "A".repeat(22)].join(".");
  await grants.tell("token_created", "forged", forged);
  await withProcessor(ahead, async () => {
    const reasons = await database.prisma.apiTokenEvent.findMany({ where: { orphanReason: { not: null } } });
    expect(reasons.map(({ orphanReason, referenceKid }) => [orphanReason, referenceKid])).toEqual([
      ["not_ours", null],
    ]);
  });
});
