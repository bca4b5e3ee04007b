CREATE INDEX CONCURRENTLY "linked_users_site_id_standing_created_at_id_idx" ON "linked_users"("site_id", "standing", "created_at" DESC, "id" DESC);
