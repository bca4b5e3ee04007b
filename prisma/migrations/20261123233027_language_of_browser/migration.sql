-- AlterTable
ALTER TABLE "linked_users" ALTER COLUMN "language" DROP NOT NULL,
ALTER COLUMN "language" DROP DEFAULT;

-- AlterTable
ALTER TABLE "connect_sessions" ALTER COLUMN "language" DROP NOT NULL;
