CREATE INDEX CONCURRENTLY "card_accounts_asked_idx" ON "card_accounts" ("site_id", "sharing_at") WHERE "sharing" = 'asked';
