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

/**
 * What the palette shows, kind by kind; kinds without anything are left out.
 *
 * @param asked what was typed when this was found, and what leads to all payments like it
 */
export function listSections(
  found: Found,
  asked: { readonly typed: string; readonly all: string },
  pages: readonly { readonly key: Place; readonly text: string }[],
  locale: string,
): Section[] {
  const sections: Section[] = [
    { kind: "users", items: found.users.map(userItem) },
    { kind: "merchants", items: found.merchants.map(merchantItem) },
    { kind: "payments", items: paymentItems(found, asked, locale) },
    { kind: "cards", items: found.cards.map(cardItem) },
    { kind: "deliveries", items: found.deliveries.map(deliveryItem) },
    { kind: "pages", items: pages.map(({ key, text }) => ({ href: PLACES[key], text, note: "" })) },
  ];
  return sections.filter(({ items }) => items.length > 0);
}

function userItem({ id, name, email, externalReference }: Found["users"][number]): Item {
  return { href: `/users/${id}`, text: name, note: joined(externalReference, email) };
}

function merchantItem({ id, name }: Found["merchants"][number]): Item {
  return { href: `/transactions/merchants/${id}`, text: name, note: "" };
}

/** The newest payments, then all of them: one of last week may be meant. */
function paymentItems(
  { payments }: Found,
  { typed, all }: { typed: string; all: string },
  locale: string,
): Item[] {
  if (payments.length === 0) return [];
  const href = `/transactions?${new URLSearchParams({ q: typed })}`;
  return [...payments.map((row) => paymentItem(row, locale)), { href, text: all, note: "" }];
}

function paymentItem(row: Found["payments"][number], locale: string): Item {
  return {
    href: `/transactions?open=${row.id}`,
    text: row.merchant,
    note: joined(row.userName, row.cardRef),
    end: (
      <span className="flex items-baseline gap-3">
        <ExactTime iso={row.bankDate} as="stampShort" className="text-label text-dim" />
        <Amount row={row} locale={locale} />
      </span>
    ),
  };
}

function cardItem({ id, cardRef, accId, userName }: Found["cards"][number]): Item {
  return { href: `/transactions?card=${id}`, text: cardRef, note: joined(accId, userName) };
}

function deliveryItem({ id, eventName, receivedAt }: Found["deliveries"][number]): Item {
  const time = <ExactTime iso={receivedAt} as="stampShort" className="text-label text-dim" />;
  return { href: `/deliveries?open=${id}`, text: `…${id.slice(-8)}`, note: eventName ?? "", end: time };
}

function joined(...facts: readonly (string | null)[]): string {
  return facts.filter((fact) => fact !== null && fact !== "").join(" · ");
}
