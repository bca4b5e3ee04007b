/**
 * Partial indexes, checks and partitioning that migrations write by hand, because a Prisma schema cannot express them.
 * The schema-drift test lets these, and nothing else, differ from the schema.
 */
export const HANDWRITTEN: ReadonlySet<string> = new Set([
  "deliveries_original_digest_key",
  "deliveries_pending_idx",
  "deliveries_again_idx",
  "deliveries_refold_idx",
  "deliveries_waiting_idx",
  "deliveries_attention_idx",
  "deliveries_held_idx",
  "deliveries_held_bytes_idx",
  "deliveries_held_revocations_idx",
  "deliveries_retried_idx",
  "deliveries_event_idx",
  "deliveries_reason_idx",
  "deliveries_duplicate_idx",
  "deliveries_search_idx",
  "deliveries_body_id_idx",
  "delivery_bodies RANGE (id)",
  "site_credentials_secret_check",
  "attention_episodes_open_key",
  "cards_unattributed_idx",
  "api_token_events_reference_kid_idx",
  "api_tokens_fingerprint_check",
  "deliveries_digest_check",
  "card_transactions_version_count_check",
  "transaction_versions_source_check",
]);
