import { z } from "zod";
import { isStorable } from "@/lib/anytime/body/envelope";
import { withoutDirections } from "@/lib/anytime/values/visible-text";
import { listKey } from "@/lib/db/cursors/list-cursor";
import { STANDINGS, type Standing } from "@/lib/links/standing/standing";
import { readColumns } from "@/lib/views/columns";
import { USER_LIST } from "./user-columns";

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

/** What cursors of the list are bound to. */
export function userListKey(filters: UserFilters): string {
  return listKey("linked users", Object.entries(filters));
}

/** Whether any filter is set; the order of a list is none. */
export function isFiltered({ sort: _, ...filters }: UserFilters): boolean {
  return Object.values(filters).some((value) => value !== undefined && value !== "");
}

/** What a saved view of linked users keeps of an address: its filters, its order, and the columns that it names. */
export function userView(query: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const { state, ...texts } = userFiltersSchema.parse(query);
  const columns = readColumns(query.columns, USER_LIST)?.join(",");
  const given = Object.entries({ ...texts, state: state?.join(","), columns });
  return Object.fromEntries(
    given.flatMap(([name, text]) => (text === undefined || text === "" ? [] : [[name, text]])),
  );
}
