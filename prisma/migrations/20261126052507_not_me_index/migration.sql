CREATE INDEX CONCURRENTLY "connect_sessions_not_me_idx" ON "connect_sessions" ("cancelled_at") WHERE "cancelled_by" = 'end_user';
