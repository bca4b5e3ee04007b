CREATE INDEX CONCURRENTLY "card_accounts_shared_idx" ON "card_accounts" ("site_id", "acc_id") WHERE "owners" > 1;
