import { deriveOwners } from "@/lib/cards/versions/account-owners-store";
import { attributionEvents } from "@/lib/cards/versions/payment-events";
import { cardKey, findCards, insertCards, type MadeCard } from "@/lib/cards/versions/versions-store";
import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { cardEvents } from "@/lib/live/feed-event";
import type { Change } from "@/lib/live/publish";
import {
  attributeCards,
  findShared,
  lockAccounts,
  noteReaders,
  readKept,
  writeCardFacts,
} from "./bank-cards-store";
import { markCards } from "./flags-store";

/** What a token reaches, as the bank's API answered. */
export interface ReachedAccount {
  readonly accId: string;
  readonly accType: string | null;
  readonly cards: readonly {
    readonly cardRef: string;
    readonly cardType: string | null;
    readonly status: string | null;
    readonly expiryDate: string | null;
    readonly holder: string | null;
    readonly balance: string | null;
  }[];
}

/** What was attributed, and what staff are asked about. */
export interface AppliedCards {
  readonly attributed: readonly string[];
  /** Accounts that another user has, too: nothing of them moved. */
  readonly asked: readonly string[];
  readonly changes: readonly Change[];
}

/**
 * Stores the accounts and cards that a linked user's token reaches, and attributes those that nobody else has. An account
 * of two users moves nothing until staff say what it is.
 */
export async function applyBankCards(
  scope: SystemScope,
  tx: Db,
  reader: { readonly siteId: string; readonly userId: string; readonly tokenId: string },
  reached: readonly ReachedAccount[],
): Promise<AppliedCards> {
  const { siteId, userId } = reader;
  const accounts = reached.filter(({ cards }) => cards.length > 0);
  const keys = accounts.flatMap(({ accId, cards }) =>
    cards.map(({ cardRef }) => ({ siteId, accId, cardRef })),
  );
  if (keys.length === 0) return { attributed: [], asked: [], changes: [] };
  const made = await makeCards(scope, tx, keys);
  const ids = new Map((await findCards(scope, tx, keys)).map((card) => [cardKey(card), card.id]));
  const locked = await lockAccounts(
    scope,
    tx,
    siteId,
    accounts.map(({ accId }) => accId),
  );
  const types = new Map(accounts.map(({ accId, accType }) => [accId, accType]));
  await noteReaders(
    scope,
    tx,
    reader,
    locked.map(({ id, accId }) => ({ id, accType: types.get(accId) ?? null })),
  );
  const accountIds = locked.map(({ id }) => id);
  const { shared, asked } = await findShared(scope, tx, userId, accountIds);
  const own = accountIds.filter((id) => !shared.includes(id));
  const attributed = await attributeCards(scope, tx, userId, own);
  const kept = await readKept(scope, tx, reader.tokenId);
  const facts = accounts.flatMap(({ accId, cards }) =>
    cards.map(({ cardRef, holder, balance, ...card }) => ({
      ...card,
      cardId: ids.get(cardKey({ siteId, accId, cardRef })) ?? "",
      holder: kept.holder ? holder : null,
      balance: kept.balance ? balance : null,
    })),
  );
  await writeCardFacts(scope, tx, facts);
  await markCards(scope, tx, attributed);
  await deriveOwners(scope, tx, own);
  const told = [
    ...new Set([...attributed, ...made.map(({ id }) => id), ...facts.map(({ cardId }) => cardId)]),
  ];
  return {
    attributed,
    asked,
    changes: [
      ...told.map((id) => ({ siteId, kind: "card" as const, entityId: id })),
      ...attributionEvents(made),
      ...cardEvents(siteId, attributed, userId),
    ],
  };
}

/** Creates the cards that no delivery named yet. */
async function makeCards(
  scope: SystemScope,
  tx: Db,
  keys: Parameters<typeof findCards>[2],
): Promise<MadeCard[]> {
  const known = new Set((await findCards(scope, tx, keys)).map(cardKey));
  const missing = keys.filter((key) => !known.has(cardKey(key)));
  return missing.length === 0 ? [] : insertCards(scope, tx, missing);
}
