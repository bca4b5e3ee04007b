/** Every page of the dashboard that needs no id. */
export const STAFF_PAGES = [
  "/",
  "/users",
  "/transactions",
  "/transactions/unattributed",
  "/transactions/unattributed/import",
  "/deliveries",
  "/audit",
  "/settings",
  "/settings/keys",
  "/settings/api-keys",
  "/settings/references",
  "/users/funnel",
  "/users/import",
  "/users/outage",
  "/settings/connect",
  "/users/unowned",
  "/settings/jobs",
  "/settings/bank",
  "/settings/notifications",
  "/settings/staff",
  "/account",
];

/** A page of a person who is not there. */
export const NO_SUCH_USER = "/users/0190a0a0-0000-7000-8000-000000000000";
