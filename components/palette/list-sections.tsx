import type { ReactNode } from "react";
import { Amount } from "@/components/payment-table/money";
import { ExactTime } from "@/components/ui/time";
import type { Found } from "./found";
import { PLACES, type Place } from "./places";

/** One thing to go to. */
interface Item {
  readonly href: string;
  readonly text: string;
  readonly note: string;
  readonly end?: ReactNode;
}

/** Things of one kind. */
export interface Section {
  readonly kind: "users" | "merchants" | "payments" | "cards" | "deliveries" | "pages";
  readonly items: readonly Item[];
}

/** How things are shown to whoever asked. */
interface Showing {
  readonly locale: string;
  /** The name of a site; null where only one is shown, and no row needs to say which. */
  readonly siteName: (siteId: string) => string | null;
}

/**
 * What the palette shows, kind by kind; kinds without anything are left out.
 *
 * @param asked what was typed when this was found, and what leads to all payments like it
 */
export function listSections(
  found: Found,
  asked: { readonly typed: string; readonly all: string },
  pages: readonly { readonly key: Place; readonly text: string }[],
  showing: Showing,
): Section[] {
  const sections: Section[] = [
    { kind: "users", items: found.users.map((row) => userItem(row, showing)) },
    { kind: "merchants", items: found.merchants.map((row) => merchantItem(row, showing)) },
    { kind: "payments", items: paymentItems(found, asked, showing) },
    { kind: "cards", items: found.cards.map((row) => cardItem(row, showing)) },
    { kind: "deliveries", items: found.deliveries.map((row) => deliveryItem(row, showing)) },
    { kind: "pages", items: pages.map(({ key, text }) => ({ href: PLACES[key], text, note: "" })) },
  ];
  return sections.filter(({ items }) => items.length > 0);
}

function userItem(row: Found["users"][number], { siteName }: Showing): Item {
  const note = joined(row.externalReference, row.email, siteName(row.siteId));
  return { href: `/users/${row.id}`, text: row.name, note };
}

function merchantItem({ id, siteId, name }: Found["merchants"][number], { siteName }: Showing): Item {
  return { href: `/transactions/merchants/${id}`, text: name, note: joined(siteName(siteId)) };
}

/** The newest payments, then all of them: one of last week may be meant. */
function paymentItems(
  { payments }: Found,
  { typed, all }: { typed: string; all: string },
  showing: Showing,
): Item[] {
  if (payments.length === 0) return [];
  const href = `/transactions?${new URLSearchParams({ q: typed })}`;
  return [...payments.map((row) => paymentItem(row, showing)), { href, text: all, note: "" }];
}

function paymentItem(row: Found["payments"][number], { locale, siteName }: Showing): Item {
  return {
    href: `/transactions?open=${row.id}`,
    text: row.merchant,
    note: joined(row.userName, row.cardRef, siteName(row.siteId)),
    end: (
      <span className="flex items-baseline gap-3">
        <ExactTime iso={row.bankDate} as="stampShort" className="text-label text-dim" />
        <Amount row={row} locale={locale} />
      </span>
    ),
  };
}

function cardItem(row: Found["cards"][number], { siteName }: Showing): Item {
  const note = joined(row.accId, row.userName, siteName(row.siteId));
  return { href: `/transactions?card=${row.id}`, text: row.cardRef, note };
}

function deliveryItem(row: Found["deliveries"][number], { siteName }: Showing): Item {
  return {
    href: `/deliveries?open=${row.id}`,
    text: `…${row.id.slice(-8)}`,
    note: joined(row.eventName, siteName(row.siteId)),
    end: <ExactTime iso={row.receivedAt} as="stampShort" className="text-label text-dim" />,
  };
}

function joined(...facts: readonly (string | null)[]): string {
  return facts.filter((fact) => fact !== null && fact !== "").join(" · ");
}
