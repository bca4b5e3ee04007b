CREATE INDEX CONCURRENTLY "linked_users_unconfirmed_idx" ON "linked_users" ("unconfirmed_at") WHERE "unconfirmed_at" IS NOT NULL;
