-- CreateEnum
CREATE TYPE "version_source" AS ENUM ('delivery', 'bank_api');

-- A version that has a delivery keeps that one's id for its own.
-- squawk-ignore renaming-column
ALTER TABLE "transaction_versions" RENAME COLUMN "delivery_id" TO "id";
ALTER TABLE "transaction_versions" DROP CONSTRAINT "transaction_versions_delivery_id_fkey";
ALTER TABLE "transaction_versions" ADD COLUMN     "delivery_id" UUID;
ALTER TABLE "transaction_versions" ADD COLUMN     "source" "version_source" NOT NULL DEFAULT 'delivery';
ALTER TABLE "transaction_versions" ALTER COLUMN "source" DROP DEFAULT;
