-- CreateEnum
CREATE TYPE "audit_anchor_name" AS ENUM ('oldest', 'newest');

-- Entries until now have their details in them and their macs over both, and nobody but the application has the key to
-- say them anew. There has been no release: the trail begins again.
DELETE FROM "audit_entries";

-- AlterTable
-- squawk-ignore ban-drop-column
ALTER TABLE "audit_entries" DROP COLUMN "details_sealed";
ALTER TABLE "audit_entries" ADD COLUMN     "details_digest" BYTEA,
ADD COLUMN     "subject_id" UUID;

-- CreateTable
CREATE TABLE "audit_details" (
    "seq" BIGINT NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "audit_details_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "audit_subjects" (
    "id" UUID NOT NULL,
    "key_sealed" BYTEA,
    "erased_seq" BIGINT,

    CONSTRAINT "audit_subjects_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_anchors" (
    "name" "audit_anchor_name" NOT NULL,
    "seq" BIGINT NOT NULL,
    "mac" BYTEA NOT NULL,
    "proof" BYTEA NOT NULL,

    CONSTRAINT "audit_anchors_pkey" PRIMARY KEY ("name")
);
