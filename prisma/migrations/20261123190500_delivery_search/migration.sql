-- By hand: what a Prisma schema cannot say (lib/db/handwritten.ts). The deliveries page stays quick with millions
-- of rows, and taking a card notification in writes to none of the first three.
CREATE INDEX "deliveries_event_idx" ON "deliveries" ("site_id", "event_name", "received_at" DESC, "id" DESC)
  WHERE "event_name" <> 'card_transaction_received';
CREATE INDEX "deliveries_reason_idx" ON "deliveries" ("site_id", "verdict_reason", "received_at" DESC, "id" DESC)
  WHERE "verdict_reason" IS NOT NULL;
CREATE INDEX "deliveries_duplicate_idx" ON "deliveries" ("site_id", "received_at" DESC, "id" DESC)
  WHERE "duplicate_count" > 0;
-- A few bytes for each 32 pages instead of an entry for each row: it says which pages cannot hold a value.
CREATE INDEX "deliveries_search_idx" ON "deliveries" USING brin
  ("reference" text_bloom_ops (n_distinct_per_range = 300), "source_address" text_bloom_ops (n_distinct_per_range = 16))
  WITH (pages_per_range = 32, autosummarize = on);
