// Demo data, created like real data: users are invited, grant a token at the (simulated) bank, and pay; everything
// that pages show came in by webhook.
import { saveReadingSettings } from "@/lib/bank-api/reading-settings";
import { readReadingSettings } from "@/lib/bank-api/reading-settings-store";
import { assignCard } from "@/lib/cards/attribution/attribution";
import { listUnattributedCards } from "@/lib/cards/attribution/unattributed-store";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { countLinkedUsers } from "@/lib/links/users/users-store";
import type { Runtime } from "@/lib/runtime";
import type { Bank } from "@/lib/sandbox/bank";
import { findFirstSite } from "@/lib/sites/finding/site-store";
import { readDeliveryHealth } from "@/lib/webhooks/read/deliveries-store";
import { introduce, LOST, SEEN_BY_CONNECTED } from "./people";

/** Customers of the simulated bank who are already linked when the demo starts; the others can still connect. */
const LINKED = ["amina", "hugo", "ines", "jonas", "noah", "lea"];
/**
 * Those whose cards are assigned: one card stays unattributed, for staff to assign. Its owner linked before the page said
 * that cards are read through the bank's API.
 */
const ASSIGNED = LINKED.slice(0, 5);
const DAYS = 30;
const PAYMENTS_A_DAY = 8;

/** Seeds an empty database. @returns whether there was anything to do */
export async function seedDemo(runtime: Runtime, bank: Bank): Promise<boolean> {
  const counts = await countLinkedUsers(SYSTEM_SCOPE, runtime.database.prisma);
  if (Object.values(counts).some((count) => count > 0)) return false;
  const site = await findFirstSite(SYSTEM_SCOPE, runtime.database.prisma);
  if (site === null) throw new Error("There is no site to seed.");
  await stateReading(runtime, site.id);
  const userIds = new Map<string, string>();
  for (const customer of bank.customers().filter(({ id }) => LINKED.includes(id))) {
    userIds.set(customer.id, await link(runtime, bank, site.id, customer));
  }
  for (const [index, { name, seen }] of LOST.entries()) {
    await introduce(runtime, site.id, { name, email: null, reference: `K-${2000 + index}`, seen });
  }
  await bank.backfill({ days: DAYS, perDay: PAYMENTS_A_DAY, customers: LINKED });
  await bank.idle();
  await processed(runtime);
  await assignCards(runtime, bank, userIds);
  return true;
}

/** The demo's connect page says that cards and payments are read through the bank's API. */
async function stateReading({ database, auditKeys }: Runtime, siteId: string): Promise<void> {
  const before = await readReadingSettings(SYSTEM_SCOPE, database.prisma, siteId);
  if (before === null) return;
  const settings = { ...before, statesBankReading: true };
  await saveReadingSettings(SYSTEM_SCOPE, database, auditKeys, { siteId, settings });
}

async function link(
  runtime: Runtime,
  bank: Bank,
  siteId: string,
  customer: { id: string; name: string; email: string },
): Promise<string> {
  const { id, name, email } = customer;
  const reference = `K-${1000 + id.length * 37 + id.charCodeAt(0)}`;
  const told = ASSIGNED.includes(id);
  const known = await introduce(runtime, siteId, { name, email, reference, seen: SEEN_BY_CONNECTED, told });
  if (known.customReference === null) return known.userId;
  const { status, answer } = await bank.grant(id, known.customReference);
  // Hundreds of deliveries would each be sent three times, with pauses: better to report the first failure.
  if (status !== 200)
    throw new Error(
      `The dashboard does not take the simulated bank's notifications (${status ?? "no answer"}: ${answer}). ` +
        "Let ANYTIME_ALLOWED_IPS take 127.0.0.1, then start again with an empty DATA_DIR.",
    );
  return known.userId;
}

async function assignCards(
  { database, auditKeys }: Runtime,
  bank: Bank,
  userIds: ReadonlyMap<string, string>,
): Promise<void> {
  const owners = new Map(
    bank.customers().flatMap(({ id, accId }) => (ASSIGNED.includes(id) ? [[accId, id] as const] : [])),
  );
  for (const card of await listUnattributedCards(SYSTEM_SCOPE, database.prisma, 100)) {
    const userId = userIds.get(owners.get(card.accId) ?? "");
    if (userId === undefined) continue;
    await assignCard(SYSTEM_SCOPE, database, auditKeys, { cardId: card.cardId, userId, wholeAccount: true });
  }
}

/** Waits until every delivery is processed. */
async function processed({ database }: Runtime): Promise<void> {
  for (;;) {
    const { lagSeconds } = await readDeliveryHealth(SYSTEM_SCOPE, database.prisma);
    if (lagSeconds === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
