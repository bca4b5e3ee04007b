import { tryRoles } from "./first-day";

// An owner, who may do everything, is in every other test; the other roles are in `first-day.long.spec.ts`.
tryRoles([
  { role: "support", invites: true, setsUp: false },
  { role: "viewer", invites: false, setsUp: false },
]);
