-- Rows that were there before: they are read while others go on writing.
ALTER TABLE "sites" VALIDATE CONSTRAINT "sites_staleness_mode_check";
ALTER TABLE "sites" VALIDATE CONSTRAINT "sites_language_check";
ALTER TABLE "linked_users" VALIDATE CONSTRAINT "linked_users_language_check";
ALTER TABLE "connect_sessions" VALIDATE CONSTRAINT "connect_sessions_language_check";
ALTER TABLE "connect_sessions" VALIDATE CONSTRAINT "connect_sessions_cancelled_by_check";
ALTER TABLE "connect_attempts" VALIDATE CONSTRAINT "connect_attempts_language_check";
ALTER TABLE "connect_attempts" VALIDATE CONSTRAINT "connect_attempts_device_check";
ALTER TABLE "api_token_events" VALIDATE CONSTRAINT "api_token_events_event_name_check";
ALTER TABLE "deliveries" VALIDATE CONSTRAINT "deliveries_address_leg_check";
ALTER TABLE "deliveries" VALIDATE CONSTRAINT "deliveries_hash_leg_check";
ALTER TABLE "deliveries" VALIDATE CONSTRAINT "deliveries_pair_leg_check";
ALTER TABLE "deliveries" VALIDATE CONSTRAINT "deliveries_decision_check";
ALTER TABLE "delivery_jobs" VALIDATE CONSTRAINT "delivery_jobs_decision_check";
ALTER TABLE "delivery_jobs" VALIDATE CONSTRAINT "delivery_jobs_state_check";
ALTER TABLE "attention_episodes" VALIDATE CONSTRAINT "attention_episodes_kind_check";
ALTER TABLE "live_events" VALIDATE CONSTRAINT "live_events_kind_check";
ALTER TABLE "staff" VALIDATE CONSTRAINT "staff_mail_language_check";
