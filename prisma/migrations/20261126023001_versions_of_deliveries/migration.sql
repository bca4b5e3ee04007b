-- All there are came with deliveries.
UPDATE "transaction_versions" SET "delivery_id" = "id" WHERE "delivery_id" IS NULL;
