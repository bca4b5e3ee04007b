-- AlterTable
ALTER TABLE "linked_users" ADD COLUMN     "linked_at" TIMESTAMPTZ(3),
ADD COLUMN     "standing" TEXT NOT NULL DEFAULT 'invited',
ADD COLUMN     "standing_due_at" TIMESTAMPTZ(3) DEFAULT '1970-01-01 00:00:00 +00:00',
ADD COLUMN     "standing_since" TIMESTAMPTZ(3),
ADD COLUMN     "unconfirmed_at" TIMESTAMPTZ(3),
ADD COLUMN     "unopened" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "words_version" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "card_accounts" ADD COLUMN     "owners" INTEGER;

-- CreateTable
CREATE TABLE "linked_user_words" (
    "linked_user_id" UUID NOT NULL,
    "word" TEXT NOT NULL,
    "site_id" UUID NOT NULL,

    CONSTRAINT "linked_user_words_pkey" PRIMARY KEY ("linked_user_id","word")
);

-- Written by hand: beginnings of words are found in the order of bytes.
CREATE INDEX "linked_user_words_found_idx" ON "linked_user_words"("site_id", "word" COLLATE "C", "linked_user_id");

-- AddForeignKey
ALTER TABLE "linked_user_words" ADD CONSTRAINT "linked_user_words_linked_user_id_fkey" FOREIGN KEY ("linked_user_id") REFERENCES "linked_users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
