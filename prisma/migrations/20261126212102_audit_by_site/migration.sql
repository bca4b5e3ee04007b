CREATE INDEX CONCURRENTLY "audit_entries_site_id_seq_idx" ON "audit_entries"("site_id", "seq");
