-- AlterTable
ALTER TABLE "staff" ADD COLUMN     "given_permissions" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "taken_permissions" TEXT[] DEFAULT ARRAY[]::TEXT[];
