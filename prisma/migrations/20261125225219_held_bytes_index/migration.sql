CREATE INDEX CONCURRENTLY "deliveries_held_bytes_idx" ON "deliveries" ("site_id") INCLUDE ("body_size") WHERE "verdict" = 'held' AND "decision" IS NULL;
