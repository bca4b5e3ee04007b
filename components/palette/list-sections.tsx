import type { ReactNode } from "react";
import { Amount } from "@/components/transactions/money";
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
  readonly kind: "users" | "payments" | "cards" | "deliveries" | "pages";
  readonly items: readonly Item[];
}

/** What the palette shows, kind by kind; kinds without anything are left out. */
export function listSections(
  found: Found,
  pages: readonly { readonly key: Place; readonly text: string }[],
  locale: string,
): Section[] {
  const sections: Section[] = [
    { kind: "users", items: found.users.map(userItem) },
    { kind: "payments", items: found.payments.map((row) => paymentItem(row, locale)) },
    { kind: "cards", items: found.cards.map(cardItem) },
    { kind: "deliveries", items: found.deliveries.map(deliveryItem) },
    { kind: "pages", items: pages.map(({ key, text }) => ({ href: PLACES[key], text, note: "" })) },
  ];
  return sections.filter(({ items }) => items.length > 0);
}

function userItem({ id, name, email, externalReference }: Found["users"][number]): Item {
  return { href: `/users/${id}`, text: name, note: joined(externalReference, email) };
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
