-- Rows that were there before: they are read while others go on writing.
ALTER TABLE "linked_users" VALIDATE CONSTRAINT "linked_users_standing_check";
ALTER TABLE "api_tokens" VALIDATE CONSTRAINT "api_tokens_orphan_reason_check";
ALTER TABLE "api_token_events" VALIDATE CONSTRAINT "api_token_events_orphan_reason_check";
ALTER TABLE "token_readings" VALIDATE CONSTRAINT "token_readings_outcome_check";
ALTER TABLE "card_accounts" VALIDATE CONSTRAINT "card_accounts_sharing_check";
ALTER TABLE "cards" VALIDATE CONSTRAINT "cards_owner_source_check";
ALTER TABLE "stranger_traces" VALIDATE CONSTRAINT "stranger_traces_reason_check";
ALTER TABLE "audit_entries" VALIDATE CONSTRAINT "audit_entries_outcome_check";
