-- Words that are text: what is none of them is a fault of ours. NULL passes a check, where it may stand.
ALTER TABLE "linked_users" ADD CONSTRAINT "linked_users_standing_check" CHECK ("standing" IN ('active', 'connecting', 'invited', 'unconfirmed', 'refused', 'sign_in_failed', 'closed', 'expired', 'revoked')) NOT VALID;
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_orphan_reason_check" CHECK ("orphan_reason" IN ('absent', 'not_ours', 'unknown_key', 'unknown_attempt', 'reference_expired', 'reference_spent', 'second_browser')) NOT VALID;
ALTER TABLE "api_token_events" ADD CONSTRAINT "api_token_events_orphan_reason_check" CHECK ("orphan_reason" IN ('absent', 'not_ours', 'unknown_key', 'unknown_attempt', 'reference_expired', 'reference_spent', 'second_browser')) NOT VALID;
ALTER TABLE "token_readings" ADD CONSTRAINT "token_readings_outcome_check" CHECK ("outcome" IN ('ok', 'revoked', 'expired', 'scope', 'our_key', 'our_address', 'unreachable', 'malformed')) NOT VALID;
ALTER TABLE "card_accounts" ADD CONSTRAINT "card_accounts_sharing_check" CHECK ("sharing" IN ('asked', 'joint', 'moved', 'left')) NOT VALID;
ALTER TABLE "cards" ADD CONSTRAINT "cards_owner_source_check" CHECK ("owner_source" IN ('staff', 'bank')) NOT VALID;
ALTER TABLE "stranger_traces" ADD CONSTRAINT "stranger_traces_reason_check" CHECK ("reason" IN ('unknown_key', 'too_large')) NOT VALID;
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_outcome_check" CHECK ("outcome" IN ('done', 'denied', 'failed')) NOT VALID;
