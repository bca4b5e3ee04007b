CREATE INDEX CONCURRENTLY "connect_attempts_created_at_idx" ON "connect_attempts"("created_at");
