-- CreateTable
CREATE TABLE "standing_counts" (
    "id" BIGSERIAL NOT NULL,
    "site_id" UUID NOT NULL,
    "standing" TEXT NOT NULL,
    "n" INTEGER NOT NULL,

    CONSTRAINT "standing_counts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "standing_repairs" (
    "site_id" UUID NOT NULL,
    "counted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "standing_repairs_pkey" PRIMARY KEY ("site_id")
);

-- CreateIndex
CREATE INDEX "standing_counts_site_id_standing_idx" ON "standing_counts"("site_id", "standing");
