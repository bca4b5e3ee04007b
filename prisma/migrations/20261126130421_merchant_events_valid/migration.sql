ALTER TABLE "live_events" VALIDATE CONSTRAINT "live_events_kind_check";
