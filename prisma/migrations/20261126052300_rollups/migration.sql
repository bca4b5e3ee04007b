-- CreateTable
CREATE TABLE "payment_days" (
    "site_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "hour" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "amount" DECIMAL NOT NULL,
    "amount_fx" DECIMAL NOT NULL,

    CONSTRAINT "payment_days_pkey" PRIMARY KEY ("site_id","day","hour","status","type","currency")
);

-- CreateTable
CREATE TABLE "category_days" (
    "site_id" UUID NOT NULL,
    "mcc" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "hour" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "amount" DECIMAL NOT NULL,
    "amount_fx" DECIMAL NOT NULL,

    CONSTRAINT "category_days_pkey" PRIMARY KEY ("site_id","mcc","day","hour","status","type","currency")
);

-- CreateTable
CREATE TABLE "dirty_hours" (
    "site_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "marks" BIGINT NOT NULL DEFAULT 1,
    "filled" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "dirty_hours_pkey" PRIMARY KEY ("site_id","hour")
);

-- CreateTable
CREATE TABLE "rollup_fills" (
    "site_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rollup_fills_pkey" PRIMARY KEY ("site_id","due_at")
);

-- CreateTable
CREATE TABLE "payment_residues" (
    "site_id" UUID NOT NULL,
    "month" DATE NOT NULL,
    "status" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "amount" DECIMAL NOT NULL,
    "amount_fx" DECIMAL NOT NULL,

    CONSTRAINT "payment_residues_pkey" PRIMARY KEY ("site_id","month","status","type","currency")
);

-- CreateIndex
CREATE INDEX "category_days_site_id_day_idx" ON "category_days"("site_id", "day");

-- AddForeignKey
ALTER TABLE "payment_days" ADD CONSTRAINT "payment_days_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "category_days" ADD CONSTRAINT "category_days_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dirty_hours" ADD CONSTRAINT "dirty_hours_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollup_fills" ADD CONSTRAINT "rollup_fills_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_residues" ADD CONSTRAINT "payment_residues_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What is stored already is added up in the background: now, and once more when no replica of the version before runs.
INSERT INTO "rollup_fills" ("site_id", "due_at") SELECT "id", now() FROM "sites";
INSERT INTO "rollup_fills" ("site_id", "due_at") SELECT "id", now() + interval '1 hour' FROM "sites";
