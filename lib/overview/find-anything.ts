import { findCards } from "@/lib/cards/attribution/find-cards-store";
import { listTransactions } from "@/lib/cards/listing/list-store";
import { searchMerchants } from "@/lib/cards/merchants/merchant-pages-store";
import { readAmount } from "@/lib/cards/searching/read-text";
import { may } from "@/lib/db/access/permissions";
import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { findUsers } from "@/lib/links/finding/find-users-store";
import { findDeliveries } from "@/lib/webhooks/read/find-deliveries-store";

const MOST_USERS = 6;
const MOST_OTHERS = 4;
/** One word with a digit in it may be the bank's id, a card's or a delivery's. */
const ID = /^\S*\d\S*$/;

/** What somebody may mean, whatever kind of thing it is; of each kind only what the role may see. */
export async function findAnything(scope: Scope, db: Db, typed: string) {
  const text = typed.trim();
  const isId = ID.test(text);
  const isPayment = isId || readAmount(text) !== null;
  const [users, merchants, payments, cards, deliveries] = await Promise.all([
    text !== "" && may(scope, "users:read") ? findUsers(scope, db, text, MOST_USERS) : [],
    may(scope, "transactions:read") ? searchMerchants(scope, db, { text }, MOST_OTHERS) : [],
    isPayment && may(scope, "transactions:read") ? findPayments(scope, db, text) : [],
    isId && may(scope, "transactions:read") ? findCards(scope, db, text, MOST_OTHERS) : [],
    isId && may(scope, "deliveries:read") ? findDeliveries(scope, db, text, MOST_OTHERS) : [],
  ]);
  return { users, merchants, payments, cards, deliveries };
}

async function findPayments(scope: Scope, db: Db, text: string) {
  return (await listTransactions(scope, db, { q: text }, { after: null, limit: MOST_OTHERS })).rows;
}
