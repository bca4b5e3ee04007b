import { z } from "zod";
import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { listUserIds } from "./list-users-store";
import { userFiltersSchema } from "./user-filters";

/** People that are changed at once. */
export const MOST_CHOSEN = 10_000;

/** Whom something is done to: people by their ids, or everybody whom the filters of the list match. */
export const chosenSchema = z.union([
  z.object({ ids: z.array(z.uuid()).min(1).max(MOST_CHOSEN) }),
  z.object({ filters: userFiltersSchema }),
]);
export type Chosen = z.output<typeof chosenSchema>;

/** The ids of those who are meant; null if they are too many for one time. */
export async function resolveChosen(scope: Scope, db: Db, chosen: Chosen): Promise<string[] | null> {
  if ("ids" in chosen) return [...new Set(chosen.ids)];
  const ids = await listUserIds(scope, db, chosen.filters, MOST_CHOSEN + 1);
  return ids.length > MOST_CHOSEN ? null : ids;
}
