CREATE INDEX CONCURRENTLY "deliveries_body_id_idx" ON "deliveries" ("body_id") WHERE "body_id" IS NOT NULL;
