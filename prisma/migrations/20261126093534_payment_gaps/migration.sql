-- CreateTable
CREATE TABLE "payment_gaps" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,
    "fetched" INTEGER,
    "closed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_gaps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "presence" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "presence_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "payment_gaps_site_id_created_at_idx" ON "payment_gaps"("site_id", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "payment_gaps" ADD CONSTRAINT "payment_gaps_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The incident asks for those that are open.
CREATE INDEX "payment_gaps_open_idx" ON "payment_gaps"("site_id") WHERE "closed_at" IS NULL;
ALTER TABLE "payment_gaps" ADD CONSTRAINT "payment_gaps_cause_check" CHECK ("cause" IN ('outage', 'silence', 'refusals'));
