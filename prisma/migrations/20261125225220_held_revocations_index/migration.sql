CREATE INDEX CONCURRENTLY "deliveries_held_revocations_idx" ON "deliveries" ("site_id", "revokes") WHERE "verdict" = 'held' AND "decision" IS NULL AND "revokes" IS NOT NULL;
