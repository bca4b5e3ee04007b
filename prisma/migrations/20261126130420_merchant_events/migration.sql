-- Open pages hear of merchants that staff rename, merge or part.
ALTER TABLE "live_events" DROP CONSTRAINT "live_events_kind_check";
ALTER TABLE "live_events" ADD CONSTRAINT "live_events_kind_check" CHECK ("kind" IN ('transaction', 'delivery', 'card', 'token', 'linked_user', 'connect_session', 'job', 'merchant')) NOT VALID;
