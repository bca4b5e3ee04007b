ALTER TABLE "attention_episodes" VALIDATE CONSTRAINT "attention_episodes_kind_check";
