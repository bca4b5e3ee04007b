-- AddForeignKey
ALTER TABLE "transaction_versions" ADD CONSTRAINT "transaction_versions_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "deliveries"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- Exactly what a delivery brought has one.
ALTER TABLE "transaction_versions" ADD CONSTRAINT "transaction_versions_source_check" CHECK (("source" = 'delivery') = ("delivery_id" IS NOT NULL)) NOT VALID;
