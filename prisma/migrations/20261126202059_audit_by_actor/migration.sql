CREATE INDEX CONCURRENTLY "audit_entries_actor_id_seq_idx" ON "audit_entries"("actor_id", "seq");
