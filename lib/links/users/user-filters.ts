import { z } from "zod";
import { isStorable } from "@/lib/anytime/body/envelope";
import { withoutDirections } from "@/lib/anytime/values/visible-text";
import { type Cursor, readCursor } from "@/lib/db/cursor";
import { STANDINGS, type Standing } from "@/lib/links/tokens/standing";

const day = z.iso
  .date()
  .refine((text) => isStorable(new Date(text)))
  .optional()
  .catch(undefined);

/** Several standings, parted by commas; what is none is left out. */
const standings = z
  .string()
  .transform((text): Standing[] => STANDINGS.filter((standing) => text.split(",").includes(standing)))
  .transform((known) => (known.length === 0 ? undefined : known))
  .optional()
  .catch(undefined);

const LONGEST_TAG = 40;

/** A tag as staff type it: a few plain words. */
export const tagSchema = z
  .string()
  .transform((text) =>
    withoutDirections(text)
      .replaceAll(/[\s,;]+/g, " ")
      .trim(),
  )
  .pipe(z.string().min(1).max(LONGEST_TAG));

/** The filters of a list of linked users, as they appear in the URL. A meaningless value is no filter. */
export const userFiltersSchema = z.object({
  q: z.string().trim().max(100).optional().catch(undefined),
  state: standings,
  attention: z.enum(["not_me", "unconfirmed"]).optional().catch(undefined),
  /** Whole days of the bank on which they gave access, both included. */
  from: day,
  to: day,
  unopened: z.enum(["1"]).optional().catch(undefined),
  tag: z.string().trim().max(LONGEST_TAG).optional().catch(undefined),
  /** By when they last gave access; otherwise by when they were invited. */
  sort: z.enum(["linked"]).optional().catch(undefined),
});
export type UserFilters = z.infer<typeof userFiltersSchema>;

/** Marks positions in the list that is sorted by when users gave access: in the other one they mean nothing. */
const OF_LINKED = "linked.";

/** Writes a position of the list for a URL. */
export function writeUserCursor(cursor: string, { sort }: UserFilters): string {
  return sort === "linked" ? OF_LINKED + cursor : cursor;
}

/** Reads a position of the list from a URL; one of the other order counts as absent, so the list starts at the top. */
export function readUserCursor(text: string | undefined, { sort }: UserFilters): Cursor | null {
  const ofLinked = text?.startsWith(OF_LINKED) === true;
  if (ofLinked !== (sort === "linked")) return null;
  return readCursor(ofLinked ? text?.slice(OF_LINKED.length) : text);
}

/** Whether any filter is set; the order of a list is none. */
export function isFiltered({ sort: _, ...filters }: UserFilters): boolean {
  return Object.values(filters).some((value) => value !== undefined && value !== "");
}
