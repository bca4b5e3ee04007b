-- AlterTable
ALTER TABLE "staff" ADD COLUMN     "device_epoch" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "sign_in_refusals" (
    "staff_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_refusals_pkey" PRIMARY KEY ("staff_id","hour")
);

-- CreateTable
CREATE TABLE "key_checks" (
    "name" TEXT NOT NULL,
    "check_value" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "key_checks_pkey" PRIMARY KEY ("name")
);

-- AddForeignKey
ALTER TABLE "sign_in_refusals" ADD CONSTRAINT "sign_in_refusals_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
