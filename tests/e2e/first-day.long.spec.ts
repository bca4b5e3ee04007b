import { tryRoles } from "./first-day";

tryRoles([
  { role: "admin", invites: true, setsUp: true },
  { role: "viewer", invites: false, setsUp: false },
  { role: "auditor", invites: false, setsUp: false },
]);
