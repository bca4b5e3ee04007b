import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { END_USER_SCOPE, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { beginAttempt } from "@/lib/links/connecting/attempts";
import { inviteLinkedUser } from "@/lib/links/inviting/invite";
import type { createTestDatabase } from "../database";
import { makeReceiver } from "./deliver";
import { type makeSite, VECTOR_PARTNER_REF } from "./factories";

/** Users who are invited and open their links, and the bank's deliveries about their tokens. */
export function makeGrants(
  database: Awaited<ReturnType<typeof createTestDatabase>>,
  site: Awaited<ReturnType<typeof makeSite>>,
) {
  const receiver = makeReceiver(database, site.ring, site.webhookKey);
  const keys = { ring: site.ring, auditKey: "a key for the audit trail of these tests" };
  let clock = 1_794_900_000;
  const deliver = async (event: string, token: string, reference: string, timestamp: number, at?: Date) => {
    const hash = hashTimestamp(String(timestamp), VECTOR_PARTNER_REF);
    const data = {
      hash,
      timestamp: String(timestamp),
      event_name: event,
      token,
      custom_reference: reference,
    };
    const body = JSON.stringify({ notification: { reference: `${event} ${timestamp}`, data } });
    await receiver.deliver(body, at === undefined ? {} : { at });
  };
  return {
    keys,
    async invite(name: string) {
      const person = { siteId: site.siteId, name, email: null, externalReference: name, language: null };
      const made = await inviteLinkedUser(SYSTEM_SCOPE, database, keys, person);
      if (!made.ok) throw new Error(made.problem);
      return made;
    },
    async open(secret: string, browser: string) {
      const opening = { secret, browser, language: "en", userAgent: null };
      const begun = await beginAttempt(END_USER_SCOPE, database, site.ring, opening);
      if (!begun.ok) throw new Error(begun.reason);
      return begun.attempt;
    },
    /** Delivers a token event and processes it. */
    async tell(event: string, token: string, reference: string, timestamp = clock++): Promise<void> {
      await deliver(event, token, reference, timestamp);
      await receiver.process();
    },
    /** Delivers one as if at a given time, without processing it. */
    tellAt: (event: string, token: string, reference: string, at: Date, timestamp = clock++) =>
      deliver(event, token, reference, timestamp, at),
    process: () => receiver.process(),
    async stateOf(id: string) {
      return (await database.prisma.linkedUser.findUniqueOrThrow({ where: { id } })).state;
    },
  };
}
