import type { Incident } from "./incidents-store";

/** The page that shows what an incident is about. */
export const INCIDENT_PLACES = {
  silence: "/deliveries",
  refusals: "/deliveries?verdict=quarantined",
  lag: "/deliveries",
  held_full: "/deliveries?verdict=held",
  quarantine_full: "/deliveries?verdict=quarantined",
  clock_behind: "/deliveries?verdict=waiting",
  clock_ahead: "/deliveries?reason=stale",
  gap: "/transactions",
  lost_creation: "/users?attention=unconfirmed",
  token_reads: "/settings/api-keys",
} as const satisfies Record<Incident["kind"], string>;
