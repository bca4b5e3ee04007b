CREATE INDEX CONCURRENTLY "linked_users_due_idx" ON "linked_users" ("standing_due_at") WHERE "standing_due_at" IS NOT NULL;
