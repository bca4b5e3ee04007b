import { readStatus } from "@/lib/anytime/values/transaction-status";
import { type FeedPlace, type FeedRead, readFeed, type StoredFeedEvent } from "@/lib/live/feed-store";
import { type ApiEvent, listEventsSchema } from "@/lib/partner-api/document/event-schemas";
import { type ApiCaller, type ApiDependencies, handleApi } from "@/lib/partner-api/handle";
import { stateOfKey } from "@/lib/partner-api/keys/api-key-state";
import { readApiKey } from "@/lib/partner-api/keys/api-keys-store";
import { answerInvalid, answerJson, answerProblem, answerUnauthorised } from "@/lib/partner-api/problems";
import { readEventCursor, writeEventCursor } from "./event-cursor";

/** Waits of one process: whoever comes then is answered at once. */
const MOST_WAITING = 500;
const BEGINNING: FeedPlace = { id: 0n, at: null };

/** `GET /api/v1/events` */
export function getEvents(deps: ApiDependencies, request: Request): Promise<Response> {
  return handleApi(deps, request, "events:read", async (caller) => {
    const asked = listEventsSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!asked.success) return answerInvalid(asked.error);
    const { after: cursor, wait, limit } = asked.data;
    const after = cursor === undefined ? null : readEventCursor(caller.siteId, cursor);
    if (cursor !== undefined && after === null)
      return answerProblem("invalid", { errors: [{ field: "after", message: "is none of this feed" }] });
    const read = await readOrWait(deps, caller, { after, limit: limit + 1, wait }, request.signal);
    if (read === "removed") return answerProblem("events_removed");
    if (read === "rewound") return answerProblem("events_rewound");
    // It was revoked while it waited.
    if (read === "revoked") return answerUnauthorised();
    const events = read.slice(0, limit);
    const last = events.at(-1);
    const place = last === undefined ? (after ?? BEGINNING) : { id: last.id, at: last.createdAt };
    return answerJson(200, {
      events: events.map(describeEvent),
      next_cursor: writeEventCursor(caller.siteId, place),
      has_more: read.length > limit,
    });
  });
}

/** Reads events; if there is none, waits for one without holding a connection of the database. */
async function readOrWait(
  { database, feed }: ApiDependencies,
  { scope, siteId, keyId }: ApiCaller,
  asked: { readonly after: FeedPlace | null; readonly limit: number; readonly wait: number },
  signal: AbortSignal,
): Promise<FeedRead | "revoked"> {
  const db = database.prisma;
  const read = () => readFeed(scope, db, { siteId, ...asked });
  const mayWait = asked.wait > 0 && feed.waiting < MOST_WAITING;
  if (!mayWait) return read();
  const until = performance.now() + asked.wait * 1_000;
  // Begun before the first read, so that nothing is missed in between.
  const wait = feed.begin(siteId, signal);
  try {
    let events = await read();
    while (events.length === 0) {
      const left = until - performance.now();
      if (left <= 0 || !(await wait.news(left))) break;
      const key = await readApiKey(scope, db, keyId);
      if (key === null || stateOfKey(key, new Date()) !== "active") return "revoked";
      events = await read();
    }
    return events;
  } finally {
    wait.end();
  }
}

/** An event in the API's words. */
function describeEvent(event: StoredFeedEvent): ApiEvent {
  const { type, entityId, linkedUserId, externalReference, status } = event;
  const ofTransaction = type === "transaction.created" || type === "transaction.changed";
  return {
    id: event.id.toString(),
    type,
    created_at: event.createdAt.toISOString(),
    linked_user: linkedUserId === null ? null : { id: linkedUserId, external_reference: externalReference },
    card_id: event.cardId,
    transaction_id: ofTransaction ? entityId : null,
    incident_id: type.startsWith("incident.") ? entityId : null,
    status: ofTransaction && status !== null ? readStatus(status) : status,
  };
}
