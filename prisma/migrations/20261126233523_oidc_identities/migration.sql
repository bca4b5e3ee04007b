-- AlterTable: versions before this one take no password for a wrong one, as for an unknown e-mail.
-- squawk-ignore ban-drop-not-null
ALTER TABLE "staff" ALTER COLUMN "password_hash" DROP NOT NULL;

-- AlterTable
ALTER TABLE "staff_sessions" ADD COLUMN     "identity_link_until" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "staff_identities" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "staff_id" UUID NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "staff_identities_pkey" PRIMARY KEY ("issuer","subject")
);

-- CreateIndex
CREATE UNIQUE INDEX "staff_identities_staff_id_issuer_key" ON "staff_identities"("staff_id", "issuer");

-- AddForeignKey
ALTER TABLE "staff_identities" ADD CONSTRAINT "staff_identities_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
