-- AlterTable
ALTER TABLE "card_transactions" ADD COLUMN     "unattributed" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "dirty_cards" (
    "card_id" UUID NOT NULL,

    CONSTRAINT "dirty_cards_pkey" PRIMARY KEY ("card_id")
);
