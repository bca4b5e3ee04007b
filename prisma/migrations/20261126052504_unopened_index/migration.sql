CREATE INDEX CONCURRENTLY "linked_users_unopened_idx" ON "linked_users" ("site_id", "created_at" DESC, "id" DESC) WHERE "unopened";
