CREATE INDEX CONCURRENTLY "cards_ref_idx" ON "cards" ("site_id", lower("card_ref") COLLATE "C");
