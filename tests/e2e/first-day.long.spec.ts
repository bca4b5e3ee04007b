import { tryRoles } from "./first-day";

tryRoles([
  { role: "admin", invites: true, setsUp: true },
  { role: "auditor", invites: false, setsUp: false },
]);
