CREATE INDEX CONCURRENTLY "deliveries_waiting_idx" ON "deliveries" ("next_attempt_at") WHERE "processing" = 'waiting';
