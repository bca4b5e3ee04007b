import fc from "fast-check";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { END_USER_SCOPE, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { beginAttempt, cancelByEndUser } from "@/lib/links/connecting/attempts";
import { reconnectByEndUser } from "@/lib/links/connecting/reconnect";
import { createConnectLink } from "@/lib/links/inviting/invite";
import { cancelConnectSession } from "@/lib/links/sessions/connect-sessions";
import type { createTestDatabase } from "../database";
import { makeReceiver } from "./deliver";
import { type makeSite, VECTOR_PARTNER_REF } from "./factories";
import { makeGrants } from "./grants";

type Database = Awaited<ReturnType<typeof createTestDatabase>>;
type Site = Awaited<ReturnType<typeof makeSite>>;

/**
 * An event of the bank: which token, which attempt it names (null: none), in which second, and the hour of its
 * arrival.
 */
interface Word {
  readonly event: "token_created" | "token_revoked";
  readonly token: number;
  readonly opening: number | null;
  readonly second: number;
  readonly hour: number;
}

/** An action on a link, and its hour. */
interface Act {
  readonly kind: "open" | "cancel" | "not_me";
  readonly link: number;
  readonly hour: number;
}

export interface History {
  readonly words: readonly Word[];
  readonly acts: readonly Act[];
  /** The hour in which each link expires. */
  readonly expiry: readonly number[];
}

/** How its events reach us: their order, and before which action each is processed at the earliest. */
export interface Course {
  readonly order: readonly number[];
  readonly delays: readonly number[];
}

const LINKS = 4;
const OPENINGS = 6;
const HOUR_MS = 3_600_000;

/** Events of three tokens that name attempts of four links of two users, and what these users and staff did. */
export const anyHistory: fc.Arbitrary<History> = fc.record({
  words: fc.uniqueArray(
    fc.record({
      event: fc.constantFrom("token_created", "token_created", "token_revoked"),
      token: fc.integer({ min: 0, max: 2 }),
      opening: fc.option(fc.integer({ min: 0, max: OPENINGS - 1 }), { freq: 6 }),
      second: fc.integer({ min: 0, max: 8 }),
      hour: fc.integer({ min: 0, max: 60 }),
    }),
    // The same content is the same delivery, whenever it arrives.
    { minLength: 3, maxLength: 9, selector: ({ hour: _, ...said }) => JSON.stringify(said) },
  ),
  acts: fc
    .array(
      fc.record({
        kind: fc.constantFrom("open", "cancel", "not_me"),
        link: fc.integer({ min: 0, max: LINKS - 1 }),
        hour: fc.integer({ min: 0, max: 60 }),
      }),
      { maxLength: 3 },
    )
    .map((acts) => acts.toSorted((left, right) => left.hour - right.hour)),
  expiry: fc.array(fc.constantFrom(5, 30, 1_000, 1_000), { minLength: LINKS, maxLength: LINKS }),
});

/** A possible course of a history. */
export function courseOf({ words, acts }: History): fc.Arbitrary<Course> {
  const indexes = words.map((_, index) => index);
  return fc.record({
    order: fc.shuffledSubarray(indexes, { minLength: words.length }),
    delays: fc.array(fc.integer({ min: 0, max: acts.length }), {
      minLength: words.length,
      maxLength: words.length,
    }),
  });
}

/** In order, each event processed before the next step. */
export function plainCourse({ words }: History): Course {
  const order = words.map((_, index) => index);
  const hourOf = (index: number) => words[index]?.hour ?? 0;
  return { order: order.toSorted((a, b) => hourOf(a) - hourOf(b)), delays: words.map(() => 0) };
}

/** Users, links and attempts of the histories; `run` plays one and returns the result. */
export async function makeStage(database: Database, site: Site) {
  const grants = makeGrants(database, site);
  const receiver = makeReceiver(database, site.ring, site.webhookKey);
  const start = new Date(Date.now() - 100 * HOUR_MS);
  const at = (hour: number) => new Date(start.getTime() + hour * HOUR_MS);
  const links = await makeLinks(database, grants);
  const openings: string[] = [];
  for (const link of [0, 0, 1, 2, 3, 3]) {
    const browser = openings.length === 1 ? "a second browser" : `a browser of link ${link}`;
    const attempt = await grants.open(links[link]?.secret ?? "", browser);
    if (openings.length === 1)
      await database.prisma.connectAttempt.update({ where: { id: attempt.id }, data: { mustConfirm: true } });
    openings.push(attempt.customReference);
  }

  const forget = async (history: History) => {
    for (const table of ["api_token_events", "ended_grants", "api_tokens", "deliveries"])
      await database.prisma.$executeRawUnsafe(`DELETE FROM ${table}`);
    for (const [index, { sessionId }] of links.entries()) {
      // The attempts of the last link are for a button elsewhere: nobody opened its page.
      const opened = index === LINKS - 1 ? null : start;
      const data = {
        state: opened === null ? ("created" as const) : ("opened" as const),
        openedAt: opened,
        completedAt: null,
        cancelledAt: null,
        cancelledBy: null,
        expiresAt: at(history.expiry[index] ?? 0),
      };
      await database.prisma.connectSession.update({ where: { id: sessionId }, data });
    }
    await database.prisma.$executeRaw`UPDATE linked_users u SET state = (CASE WHEN EXISTS (
      SELECT 1 FROM connect_sessions s WHERE s.linked_user_id = u.id AND s.state = 'opened' AND s.expires_at > now())
      THEN 'connecting' ELSE 'invited' END)::linked_user_state`;
  };

  const act = async ({ kind, link, hour }: Act) => {
    const { secret = "", sessionId = "" } = links[link] ?? {};
    if (kind === "open")
      await beginAttempt(END_USER_SCOPE, database, site.ring, {
        secret,
        language: "en",
        userAgent: null,
        browser: `a browser of link ${link}`,
      });
    else if (kind === "not_me") await cancelByEndUser(END_USER_SCOPE, database, grants.keys, secret);
    else await database.prisma.$transaction((tx) => cancelConnectSession(SYSTEM_SCOPE, tx, sessionId));
    // It was done in its hour, not now.
    const done = { gt: at(90) };
    const where = { id: sessionId };
    await database.prisma.connectSession.updateMany({
      where: { ...where, cancelledAt: done },
      data: { cancelledAt: at(hour) },
    });
    await database.prisma.connectSession.updateMany({
      where: { ...where, openedAt: done },
      data: { openedAt: at(hour) },
    });
  };

  const deliver = async (word: Word) => {
    const timestamp = String(Math.floor(start.getTime() / 1_000) - 60 + word.second);
    const data = {
      hash: hashTimestamp(timestamp, VECTOR_PARTNER_REF),
      timestamp,
      event_name: word.event,
      token: `token ${word.token}`,
      custom_reference: word.opening === null ? "" : (openings[word.opening] ?? ""),
    };
    const notification = { created_at: "2026-11-20T10:00:00+01:00", data };
    const { status } = await receiver.deliver(JSON.stringify({ notification }), { at: at(word.hour) });
    if (status !== 200) throw new Error(`answered ${status}`);
  };

  return {
    async run(history: History, course: Course): Promise<string> {
      await forget(history);
      for (let turn = 0; turn <= history.acts.length; turn += 1) {
        for (const index of course.order) {
          const word = history.words[index];
          if (word === undefined || turnOf(history, word, course.delays[index] ?? 0) !== turn) continue;
          await deliver(word);
          // Some together with the following ones, some alone.
          if ((course.delays[index] ?? 0) % 2 === 0) await receiver.process();
        }
        await receiver.process();
        const next = history.acts[turn];
        if (next !== undefined) await act(next);
      }
      return readEnd(database);
    },
  };
}

/** Before which action an event is processed: never before one that was done before it arrived. */
function turnOf({ acts }: History, { hour }: Word, delay: number): number {
  const earliest = acts.filter((act) => act.hour < hour).length;
  return Math.min(acts.length, earliest + delay);
}

async function makeLinks(database: Database, grants: ReturnType<typeof makeGrants>) {
  const amina = await grants.invite("Amina");
  const { customReference } = await grants.open(amina.secret, "a browser of link 0");
  await grants.tell("token_created", "before", customReference);
  await grants.tell("token_revoked", "before", customReference);
  const again = await reconnectByEndUser(END_USER_SCOPE, database, grants.keys, amina.secret);
  if (!again.ok) throw new Error("no reconnection");
  const made = await database.prisma.connectSession.findFirstOrThrow({
    where: { reconnectOf: amina.sessionId },
  });
  await database.prisma.connectSession.update({
    where: { id: amina.sessionId },
    data: { state: "opened", completedAt: null },
  });
  const hugo = await grants.invite("Hugo");
  const second = await createConnectLink(SYSTEM_SCOPE, database, grants.keys, hugo.userId);
  if (!second.ok) throw new Error(second.problem);
  return [amina, { secret: again.secret, sessionId: made.id }, hugo, second];
}

async function readEnd(database: Database): Promise<string> {
  const tokens = await database.prisma.$queryRaw`
    SELECT encode(fingerprint, 'hex') AS token, state::text, linked_user_id, orphan_reason, attempt_id, waiting_attempt_id
    FROM api_tokens ORDER BY fingerprint`;
  const sessions = await database.prisma.$queryRaw`
    SELECT state::text, completed_at, cancelled_at, cancelled_by FROM connect_sessions ORDER BY created_at, id`;
  const users = await database.prisma.$queryRaw`SELECT name, state::text FROM linked_users ORDER BY name`;
  return JSON.stringify({ tokens, sessions, users }, null, 1);
}
