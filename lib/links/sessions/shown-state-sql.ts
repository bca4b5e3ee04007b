import { Prisma } from "@/lib/db/connect/client";

/** The state of a connect link as people see it: one that was not used in time has expired. */
export type ShownLinkState = "created" | "opened" | "completed" | "cancelled" | "expired";

/** The shown state of `connect_sessions s`. Expiry follows from the clock, and is stored nowhere. */
export const SHOWN_LINK_STATE = Prisma.raw(
  `CASE WHEN s.state IN ('created', 'opened') AND s.expires_at <= now() THEN 'expired' ELSE s.state::text END`,
);
