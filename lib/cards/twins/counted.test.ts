import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

/** Rooms that tell what the bank said, message by message. */
const OF_MESSAGES = /^lib\/(webhooks|cards\/versions|cards\/twins)\//;

/**
 * Statements that read all payments, also those that were joined to another. Whatever lists, counts or sums payments for
 * a person or the partner leaves those out, by `joined_to_id IS NULL`: before you add to this, be sure that yours is neither.
 */
const READ_ALL: Readonly<Record<string, number>> = {
  // What the bank said.
  "lib/bank-api/fetch/suspects-store.ts": 3,
  // Every payment has the flag and a merchant, and what is removed is counted or not as it was.
  "lib/cards/attribution/flags-store.ts": 3,
  "lib/cards/merchants/naming-store.ts": 3,
  "lib/cards/rollups/residue-store.ts": 2,
  // Only which cards, days or values there are.
  "lib/cards/attribution/unattributed-store.ts": 1,
  "lib/cards/rollups/dirty-hours-store.ts": 2,
  "lib/cards/filters/choices-store.ts": 1,
  "lib/overview/first-steps-store.ts": 1,
  // How a role sees them, wherever they are read.
  "lib/db/access/personal-data.ts": 1,
  // By the ids of what was picked before.
  "lib/audit/target-names-store.ts": 1,
  "lib/cards/notes/notes-store.ts": 2,
  "lib/cards/transactions/merchant-payments-store.ts": 1,
  "lib/cards/transactions/similar-store.ts": 2,
  // Finds what an id was joined to.
  "lib/cards/searching/text-store.ts": 1,
  // What was joined lends its tags to what counts.
  "lib/cards/searching/tagged-store.ts": 1,
  "lib/cards/transactions/transactions-store.ts": 1,
  // The last balance that the bank said; `planList` adds the condition to all that is read by a plan.
  "lib/cards/charts/charts-store.ts": 1,
  "lib/cards/exports/ofx-store.ts": 3,
  "lib/cards/listing/by-amount-store.ts": 1,
  "lib/cards/listing/list-plan-store.ts": 6,
  "lib/cards/listing/list-store.ts": 2,
  "lib/cards/totals/totals-store.ts": 2,
};

const READS =
  /(FROM|JOIN|USING) (card_transactions\b|\$\{seenPayments\()|"card_transactions"|\bcardTransaction\.\w+\(|\$\{transactionFrom\(|`card_transactions \w( |`)/g;
const COUNTED = /joined_to_id IS NULL/g;

it("is what every reader of payments thinks of: one that was joined to another counts as that one", () => {
  const forgetful = readdirSync("lib", { recursive: true, encoding: "utf8" })
    .map((name) => join("lib", name))
    .filter((path) => /\.ts$/.test(path) && !/\.test\.ts$|\/generated\/|\/migrate\//.test(path))
    .filter((path) => !OF_MESSAGES.test(path))
    .flatMap((path) => {
      const text = readFileSync(path, "utf8");
      const left = (text.match(READS) ?? []).length - (text.match(COUNTED) ?? []).length;
      return left > 0 ? [[path, left] as const] : [];
    });
  expect(Object.fromEntries(forgetful)).toEqual(READ_ALL);
});
