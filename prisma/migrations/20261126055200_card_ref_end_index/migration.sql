-- People read the last digits of a card out.
CREATE INDEX CONCURRENTLY "cards_ref_end_idx" ON "cards" ("site_id", reverse(lower("card_ref")) COLLATE "C");
