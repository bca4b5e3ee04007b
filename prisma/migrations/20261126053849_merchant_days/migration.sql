-- CreateTable
CREATE TABLE "merchant_days" (
    "site_id" UUID NOT NULL,
    "merchant_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "hour" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "amount" DECIMAL NOT NULL,
    "amount_fx" DECIMAL NOT NULL,

    CONSTRAINT "merchant_days_pkey" PRIMARY KEY ("site_id","merchant_id","day","hour","status","type","currency")
);

-- CreateIndex
CREATE INDEX "merchant_days_site_id_day_idx" ON "merchant_days"("site_id", "day");

-- AddForeignKey
ALTER TABLE "merchant_days" ADD CONSTRAINT "merchant_days_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Where days are added up already, they are once more, by merchant.
INSERT INTO "rollup_fills" ("site_id", "due_at") SELECT "id", now() FROM "sites" WHERE EXISTS (SELECT 1 FROM "payment_days");
