import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/key-ring";
import type { ReceivingSite } from "@/lib/sites/finding/receiving-site";
import { copyLines } from "./copy";
import { BODY_COLUMNS, DELIVERY_COLUMNS, DeliveryWriter } from "./deliveries";
import { type Index, putAside, rebuild } from "./indexes";
import {
  ACCOUNT_COLUMNS,
  accountLine,
  CARD_COLUMNS,
  cardLine,
  type Fold,
  ownFold,
  PAYMENT_COLUMNS,
  paymentLine,
  USER_COLUMNS,
  userLine,
  VERSION_COLUMNS,
  versionLine,
} from "./lines";
import { ATTEMPT_COLUMNS, drawLinks, EVENT_COLUMNS, SESSION_COLUMNS, TOKEN_COLUMNS } from "./links";
import { drawMerchants, MERCHANT_COLUMNS, type Merchants } from "./merchants";
import type { SeedOptions } from "./options";
import { drawPayments, type Payment } from "./payments";
import { type Card, drawPeople, type People } from "./people";
import { makeTimeline, type Timeline } from "./timeline";

/** What is needed besides the options. */
export interface Filling {
  readonly client: pg.ClientBase;
  readonly ring: KeyRing;
  readonly sites: readonly ReceivingSite[];
  readonly options: SeedOptions;
  readonly tell: (said: string) => void;
}

/** Tables whose indexes are built once, after their rows, where they are empty. */
const LARGE = ["card_transactions", "transaction_versions"];

/** Fills the tables in one transaction: all of it is there afterwards, or nothing. */
export async function fill(filling: Filling): Promise<void> {
  const { client, options, sites, tell } = filling;
  const timeline = makeTimeline(options.until);
  await client.query("BEGIN");
  try {
    await trustReferences(client);
    const people = drawPeople(
      options,
      sites.map(({ id }) => id),
      timeline,
    );
    tell(`${people.persons.length} linked users with ${people.cards.length} cards`);
    await copyPeople(filling, people);
    const indexes = await putAside(client, LARGE);
    await copyPayments(filling, timeline, people.cards);
    await buildAgain(filling, indexes);
    await noteDays(client);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

/** Leaves out foreign keys, which would be checked row by row, where this role may. */
async function trustReferences(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ may: boolean }>(
    "SELECT has_parameter_privilege('session_replication_role', 'SET') AS may",
  );
  if (rows[0]?.may === true) await client.query("SET LOCAL session_replication_role = replica");
}

async function copyPeople({ client, ring, options }: Filling, people: People): Promise<void> {
  const { persons, accounts, cards } = people;
  await copyLines(client, "linked_users", USER_COLUMNS, map(persons, userLine));
  await copyLines(client, "card_accounts", ACCOUNT_COLUMNS, map(accounts, accountLine));
  await copyLines(client, "cards", CARD_COLUMNS, map(cards, cardLine));
  const links = drawLinks(options.seed, ring, persons, options.until.getTime());
  await copyLines(client, "connect_sessions", SESSION_COLUMNS, links.sessions);
  await copyLines(client, "connect_attempts", ATTEMPT_COLUMNS, links.attempts);
  await copyLines(client, "connect_events", EVENT_COLUMNS, links.events);
  await copyLines(client, "api_tokens", TOKEN_COLUMNS, links.tokens);
}

/** A payment that came by webhook. */
interface Delivered {
  readonly payment: Payment;
  readonly fold: Fold;
  readonly id: string;
}

async function copyPayments(filling: Filling, timeline: Timeline, cards: readonly Card[]): Promise<void> {
  const { client, options, sites, tell } = filling;
  const siteIds = sites.map(({ id }) => id);
  const merchants = await drawMerchants(client, options, siteIds);
  await copyLines(client, "merchants", MERCHANT_COLUMNS, merchants.lines);
  const { lines, deliveries, bodies, delivered } = drawDelivered(filling, timeline, cards, merchants);
  await copyLines(client, "card_transactions", PAYMENT_COLUMNS, lines);
  tell(`${options.transactions} payments, ${deliveries.length} deliveries`);
  await copyLines(client, "deliveries", DELIVERY_COLUMNS, deliveries);
  await copyLines(client, "delivery_bodies", BODY_COLUMNS, bodies);
  const versions = options.versions
    ? drawVersions(drawPayments(options, timeline, cards), delivered)
    : delivered.map(({ payment, fold, id }) => versionLine(payment, fold, id));
  await copyLines(client, "transaction_versions", VERSION_COLUMNS, versions);
}

/** The lines of all payments; those of deliveries are there once the payments were read. */
function drawDelivered(
  { ring, sites, options, tell }: Filling,
  timeline: Timeline,
  cards: readonly Card[],
  merchants: Merchants,
) {
  const writer = new DeliveryWriter(options.seed, ring, sites);
  const deliveries: string[] = [];
  const bodies: string[] = [];
  const delivered: Delivered[] = [];
  const deliver = (payment: Payment): Fold => {
    const { id, delivery, body, fold } = writer.write(payment);
    const forged = writer.writeForged(payment);
    deliveries.push(delivery, ...(forged === null ? [] : [forged.delivery]));
    bodies.push(body, ...(forged === null ? [] : [forged.body]));
    delivered.push({ payment, fold, id });
    return fold;
  };
  function* lines(): Generator<string> {
    let number = 0;
    for (const payment of drawPayments(options, timeline, cards)) {
      const isNewest = number >= options.transactions - options.deliveries;
      const merchantId = merchants.idOf(payment.card.account.siteId, payment.shop);
      yield paymentLine(payment, merchantId, isNewest ? deliver(payment) : ownFold(payment));
      number += 1;
      if (number % 1_000_000 === 0) tell(`${number} payments so far`);
    }
  }
  return { lines: lines(), deliveries, bodies, delivered };
}

function* drawVersions(payments: Iterable<Payment>, delivered: readonly Delivered[]): Generator<string> {
  const byId = new Map(delivered.map((each) => [each.payment.id, each]));
  for (const payment of payments) {
    const known = byId.get(payment.id);
    yield versionLine(payment, known?.fold ?? ownFold(payment), known?.id ?? null);
  }
}

async function buildAgain({ client, tell }: Filling, indexes: readonly Index[]): Promise<void> {
  if (indexes.length > 0) tell(`building ${indexes.length} indexes`);
  await rebuild(client, indexes);
}

/** The rollups of all days are wrong now. */
async function noteDays(client: pg.ClientBase): Promise<void> {
  await client.query(
    "INSERT INTO rollup_fills (site_id, due_at) SELECT id, now() FROM sites ON CONFLICT DO NOTHING",
  );
}

function* map<Item>(items: readonly Item[], write: (item: Item) => string): Generator<string> {
  for (const item of items) yield write(item);
}
