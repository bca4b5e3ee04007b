-- States that are text: what is none of them is a fault of ours. NULL passes a check, where it may stand.
ALTER TABLE "sites" ADD CONSTRAINT "sites_staleness_mode_check" CHECK ("staleness_mode" IN ('warn', 'refuse')) NOT VALID;
ALTER TABLE "sites" ADD CONSTRAINT "sites_language_check" CHECK ("language" IN ('en', 'fr')) NOT VALID;
ALTER TABLE "linked_users" ADD CONSTRAINT "linked_users_language_check" CHECK ("language" IN ('en', 'fr')) NOT VALID;
ALTER TABLE "connect_sessions" ADD CONSTRAINT "connect_sessions_language_check" CHECK ("language" IN ('en', 'fr')) NOT VALID;
ALTER TABLE "connect_sessions" ADD CONSTRAINT "connect_sessions_cancelled_by_check" CHECK ("cancelled_by" IN ('end_user', 'staff')) NOT VALID;
ALTER TABLE "connect_attempts" ADD CONSTRAINT "connect_attempts_language_check" CHECK ("language" IN ('en', 'fr')) NOT VALID;
ALTER TABLE "connect_attempts" ADD CONSTRAINT "connect_attempts_device_check" CHECK ("device" IN ('phone', 'tablet', 'desktop')) NOT VALID;
ALTER TABLE "api_token_events" ADD CONSTRAINT "api_token_events_event_name_check" CHECK ("event_name" IN ('token_created', 'token_revoked')) NOT VALID;
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_address_leg_check" CHECK ("address_leg" IN ('match', 'mismatch', 'off', 'unknown')) NOT VALID;
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_hash_leg_check" CHECK ("hash_leg" IN ('match', 'public', 'mismatch', 'unread')) NOT VALID;
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_pair_leg_check" CHECK ("pair_leg" IN ('fresh', 'spent', 'unjudged')) NOT VALID;
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_decision_check" CHECK ("decision" IN ('released', 'discarded', 'judged_again', 'replayed')) NOT VALID;
ALTER TABLE "delivery_jobs" ADD CONSTRAINT "delivery_jobs_decision_check" CHECK ("decision" IN ('released', 'discarded', 'judged_again', 'replayed')) NOT VALID;
ALTER TABLE "delivery_jobs" ADD CONSTRAINT "delivery_jobs_state_check" CHECK ("state" IN ('queued', 'running', 'done', 'cancelled', 'failed')) NOT VALID;
ALTER TABLE "attention_episodes" ADD CONSTRAINT "attention_episodes_kind_check" CHECK ("kind" IN ('silence', 'refusals', 'lag', 'held_full', 'quarantine_full', 'clock_behind', 'clock_ahead')) NOT VALID;
ALTER TABLE "live_events" ADD CONSTRAINT "live_events_kind_check" CHECK ("kind" IN ('transaction', 'delivery', 'card', 'token', 'linked_user', 'connect_session')) NOT VALID;
ALTER TABLE "staff" ADD CONSTRAINT "staff_mail_language_check" CHECK ("mail_language" IN ('en', 'fr')) NOT VALID;
