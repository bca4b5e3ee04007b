-- AlterTable
ALTER TABLE "sites" ADD COLUMN     "closed_at" TIMESTAMPTZ(3),
ADD COLUMN     "ended_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "staff" ADD COLUMN     "every_site" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "site_ids" UUID[] DEFAULT ARRAY[]::UUID[];

-- AlterTable
ALTER TABLE "staff_invitations" ADD COLUMN     "every_site" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "site_ids" UUID[] DEFAULT ARRAY[]::UUID[];
