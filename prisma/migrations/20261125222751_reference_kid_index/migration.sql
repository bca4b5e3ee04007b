CREATE INDEX CONCURRENTLY "api_token_events_reference_kid_idx" ON "api_token_events"("reference_kid", "delivery_id") WHERE "reference_kid" IS NOT NULL;
