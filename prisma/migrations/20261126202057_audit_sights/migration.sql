-- CreateTable
CREATE TABLE "audit_sights" (
    "staff_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_sights_pkey" PRIMARY KEY ("staff_id","target_id","action")
);

-- CreateIndex
CREATE INDEX "audit_sights_at_idx" ON "audit_sights"("at");
