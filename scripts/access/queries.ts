// What pages and routes read from the query of their address. Scanners and attacks put their texts into each of them; a
// page that begins to read its query, or reads another name in a file beside it, must be said here, or a test fails.
import { auditFiltersSchema } from "@/lib/audit/audit-filters";
import { FILTER_NAMES } from "@/lib/cards/filters/transaction-filters";
import { userFiltersSchema } from "@/lib/links/listing/user-filters";
import { listCardsSchema } from "@/lib/partner-api/document/card-schemas";
import { listEventsSchema } from "@/lib/partner-api/document/event-schemas";
import { listLinkedUsersSchema } from "@/lib/partner-api/document/schemas";
import { listTransactionsSchema } from "@/lib/partner-api/document/transaction-schemas";
import { deliveryFiltersSchema } from "@/lib/webhooks/read/delivery-filters";
import type { PAGES } from "./doors";

const namesOf = ({ shape }: { readonly shape: object }): readonly string[] => Object.keys(shape);

/** Of pages; those that are absent read none. Every page of staff reads the `site` beside these. */
export const PAGE_QUERIES: { readonly [Page in keyof typeof PAGES]?: readonly string[] } = {
  "/": ["denied"],
  "/account": ["identity"],
  "/audit": [...namesOf(auditFiltersSchema), "after"],
  "/connect/[session]": ["lang"],
  "/deliveries": [...namesOf(deliveryFiltersSchema), "after", "charts", "open", "window"],
  "/settings/api-keys/[id]": ["after", "only"],
  "/settings/connect": ["preview"],
  "/sign-in": ["error", "next"],
  "/transactions": [...FILTER_NAMES, "after", "charts", "columns", "days", "fetch", "open", "sort", "view"],
  "/transactions/unattributed": ["by"],
  "/users": [...namesOf(userFiltersSchema), "after", "columns", "view"],
  "/users/[id]": ["before", "show", "why"],
  "/users/funnel": ["days", "device", "language"],
  "/users/outage": ["from", "to"],
};

/** Of routes that are read. */
export const ROUTE_QUERIES: Readonly<Record<string, readonly string[]>> = {
  "/api/live": ["after"],
  "/api/v1/cards": namesOf(listCardsSchema),
  "/api/v1/events": namesOf(listEventsSchema),
  "/api/v1/linked-users": namesOf(listLinkedUsersSchema),
  "/api/v1/transactions": namesOf(listTransactionsSchema),
};
