CREATE INDEX CONCURRENTLY "audit_entries_action_seq_idx" ON "audit_entries"("action", "seq");
