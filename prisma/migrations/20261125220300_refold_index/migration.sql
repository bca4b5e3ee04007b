CREATE INDEX CONCURRENTLY "deliveries_refold_idx" ON "deliveries" ("refold_at") WHERE "refold_at" IS NOT NULL;
