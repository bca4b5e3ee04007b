ALTER TABLE "transaction_versions" VALIDATE CONSTRAINT "transaction_versions_delivery_id_fkey";
ALTER TABLE "transaction_versions" VALIDATE CONSTRAINT "transaction_versions_source_check";
