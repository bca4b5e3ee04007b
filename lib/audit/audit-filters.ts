import { z } from "zod";
import { isStorableText } from "@/lib/anytime/body/storable";
import { isBankDay } from "@/lib/anytime/values/bank-day";
import { listKey } from "@/lib/db/cursors/list-cursor";
import { AUDIT_AREA_NAMES, AUDIT_OUTCOMES } from "./actions";

const day = z.string().refine(isBankDay).optional().catch(undefined);

/** The filters of the audit trail, as they appear in the URL. A meaningless value is no filter. */
export const auditFiltersSchema = z.object({
  /** The id of a member of staff, or the name of another actor, such as an API key. */
  actor: z.string().min(1).max(200).refine(isStorableText).optional().catch(undefined),
  area: z.enum(AUDIT_AREA_NAMES).optional().catch(undefined),
  outcome: z.enum(AUDIT_OUTCOMES).optional().catch(undefined),
  /** To what it was done: a type and an id. */
  about: z
    .string()
    .regex(/^[a-z_]{1,40}:[\w-]{1,100}$/)
    .optional()
    .catch(undefined),
  /** Bank days, both included. */
  from: day,
  to: day,
});
export type AuditFilters = z.infer<typeof auditFiltersSchema>;

/** What cursors of the list are bound to. */
export function auditListKey(filters: AuditFilters): string {
  return listKey("audit", Object.entries(filters));
}

/** Whether any filter is set. */
export function isFiltered(filters: AuditFilters): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}
