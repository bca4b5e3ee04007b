ALTER TABLE "attention_episodes" DROP CONSTRAINT "attention_episodes_kind_check";
ALTER TABLE "attention_episodes" ADD CONSTRAINT "attention_episodes_kind_check" CHECK ("kind" IN ('silence', 'refusals', 'lag', 'held_full', 'quarantine_full', 'clock_behind', 'clock_ahead', 'gap', 'lost_creation', 'token_reads')) NOT VALID;
