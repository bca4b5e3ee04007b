import { z } from "zod";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What is fetched: the payments of a site, or of one linked user, of some days of the bank. */
export const orderSchema = z.object({
  siteId: z.uuid(),
  userId: z.uuid().nullable(),
  /** Days of the bank (Europe/Paris), both included: YYYY-MM-DD. */
  from: z.string().regex(DAY),
  to: z.string().regex(DAY),
  gapId: z.uuid().nullable(),
  /** What it was ordered for by itself; null if staff did. */
  why: z.string().nullable().default(null),
});
export type FetchOrder = z.infer<typeof orderSchema>;

const placeSchema = z.object({
  tokenId: z.uuid(),
  /** What its token reaches; null until that is asked. */
  cards: z.array(z.object({ accId: z.string(), cardRef: z.string() })).nullable(),
  /** The card that is next, and the entry of its list. */
  card: z.number().int().min(0),
  start: z.number().int().min(0),
});

/** How far a fetch got: tokens are asked in the order of their ids. */
export const cursorSchema = z.object({ after: z.uuid().nullable(), place: placeSchema.nullable() });
export type FetchCursor = z.infer<typeof cursorSchema>;
export type FetchPlace = z.infer<typeof placeSchema>;

const count = z.number().int().min(0).default(0);

/** What came of it, for pages, the audit trail and the incident. */
export const resultSchema = z.object({
  /** Payments that nobody knew. */
  added: count,
  /** Others that read differently now. */
  changed: count,
  /** Tokens that were read to the end. */
  read: count,
  /** Tokens that the bank refuses, and cards whose list could not be understood. */
  refused: count,
  unreadable: count,
  /** Linked users whose link did not say that payments are read: nobody was asked for them. */
  unasked: count,
});
export type FetchResult = z.infer<typeof resultSchema>;

export const NOTHING: FetchResult = { added: 0, changed: 0, read: 0, refused: 0, unreadable: 0, unasked: 0 };
/** Where a fetch begins. */
export const BEGINNING: FetchCursor = { after: null, place: null };
