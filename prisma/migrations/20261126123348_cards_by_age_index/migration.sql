CREATE INDEX CONCURRENTLY "cards_site_id_created_at_id_idx" ON "cards"("site_id", "created_at" DESC, "id" DESC);
