CREATE UNIQUE INDEX CONCURRENTLY "transaction_versions_delivery_id_key" ON "transaction_versions"("delivery_id");
