import { z } from "zod";
import { FEED_TYPES } from "@/lib/live/feed-event";
import { EXAMPLE, id, OWNER_EXAMPLE, ownerSchema, stored, time } from "./fields";

/** Events in one answer. */
const MOST_EVENTS = 500;
/** Proxies end a request that is silent for a minute. */
const LONGEST_WAIT = 50;

const after = z
  .string()
  .max(200)
  .optional()
  .meta({
    description: "`next_cursor` of the answer before; without it, the feed begins at its oldest event",
    examples: ["WzEsImV2ZW50cyJd"],
  });

/** `GET /api/v1/events`: its parameters. */
export const listEventsSchema = z.strictObject({
  after,
  wait: z.coerce
    .number()
    .int()
    .min(0)
    .max(LONGEST_WAIT)
    .default(0)
    .meta({
      format: "int32",
      description: "How many seconds to wait for an event if there is none",
      examples: [30],
    }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MOST_EVENTS)
    .default(100)
    .meta({ format: "int32", description: "How many events to return at most", examples: [100] }),
});

const own = (what: string, example: string | null) =>
  id.nullable().meta({ description: what, examples: [example] });

/** What happened: ids and a status, nothing else. What is behind an id is read from its own path. */
export const eventSchema = z
  .object({
    id: stored(20)
      .regex(/^\d+$/)
      .meta({ description: "Grows with each event; not without gaps", examples: ["48213"] }),
    type: z.enum(FEED_TYPES).meta({
      description:
        "`linked_user.linked`: gave access, for the first time or again. `linked_user.revoked`: has no active token any more. `transaction.created` and `transaction.changed`: a card payment is new, or says something else; both payments that your staff join, or part again, say something else (`joined_to`). `card.attributed`: a card has another owner, or none. `incident.opened` and `incident.resolved`: something needs your staff.",
      examples: ["linked_user.revoked"],
    }),
    created_at: time.meta({ description: "When it happened here", examples: ["2026-11-26T12:00:00.000Z"] }),
    linked_user: ownerSchema.nullable().meta({
      description: "Whom it is about: the owner of the card at that time; null if it had none",
      examples: [OWNER_EXAMPLE],
    }),
    card_id: own("The card, of a payment or an attribution", EXAMPLE.card),
    transaction_id: own("The payment", EXAMPLE.transaction),
    incident_id: own("The incident", null),
    status: stored(40)
      .nullable()
      .meta({
        description:
          "A linked user's state; a payment's status (`authorised`, `settled`, `declined`, `reversed`, `unknown`); an incident's kind; null for cards",
        examples: ["revoked"],
      }),
  })
  .meta({ id: "Event", description: "Something that happened: ids and a status" });
export type ApiEvent = z.infer<typeof eventSchema>;

/** Events in the order they were committed. */
export const eventPageSchema = z
  .object({
    events: z
      .array(eventSchema)
      .max(MOST_EVENTS)
      .meta({ description: "Oldest first; empty if nothing happened in time", examples: [[]] }),
    next_cursor: stored(200).meta({
      description: "Send it as `after` next time, even if there was no event",
      examples: ["WzEsImV2ZW50cyJd"],
    }),
    has_more: z.boolean().meta({ description: "There are more events already", examples: [false] }),
  })
  .meta({ id: "EventPage", description: "Events in the order in which they happened" });
