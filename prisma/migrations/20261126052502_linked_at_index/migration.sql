CREATE INDEX CONCURRENTLY "linked_users_site_id_linked_at_id_idx" ON "linked_users"("site_id", "linked_at" DESC, "id" DESC);
