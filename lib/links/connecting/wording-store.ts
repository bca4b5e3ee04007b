import { insistOnSite, type Scope } from "@/lib/db/access/scope";
import { type Db, hexBytes } from "@/lib/db/connect/client";
import type { ShownWording } from "./wording";

/** Stores words that a page showed, once for all attempts that showed them. */
export async function keepWording(
  scope: Scope,
  tx: Db,
  siteId: string,
  wording: ShownWording,
): Promise<void> {
  insistOnSite(scope, siteId);
  const { digest, language, words, states } = wording;
  await tx.$executeRaw`
    INSERT INTO connect_wordings (digest, language, words, states_bank_reading, states_holder, states_balance, created_at)
    VALUES (${hexBytes(digest)}::bytea, ${language}, ${[...words]}::text[], ${states.reading}, ${states.holder}, ${states.balance},
      now())
    ON CONFLICT (digest) DO NOTHING`;
}
