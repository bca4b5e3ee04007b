-- By hand: the two orders in which the processor takes what is pending (lib/db/handwritten.ts).
DROP INDEX "deliveries_pending_idx";
CREATE INDEX "deliveries_pending_idx" ON "deliveries" ("id") WHERE "processing" = 'pending' AND "attempts" = 0;
CREATE INDEX "deliveries_again_idx" ON "deliveries" ("next_attempt_at") WHERE "processing" = 'pending' AND "attempts" > 0;
