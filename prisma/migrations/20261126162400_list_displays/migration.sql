-- AlterTable
ALTER TABLE "transaction_exports" ADD COLUMN     "columns" TEXT;

-- CreateTable
CREATE TABLE "list_displays" (
    "staff_id" UUID NOT NULL,
    "list" TEXT NOT NULL,
    "columns" TEXT,
    "compact" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "list_displays_pkey" PRIMARY KEY ("staff_id","list"),
    CONSTRAINT "list_displays_list_check" CHECK ("list" IN ('payments', 'people'))
);

-- AddForeignKey
ALTER TABLE "list_displays" ADD CONSTRAINT "list_displays_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
