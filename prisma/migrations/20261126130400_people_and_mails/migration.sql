-- AlterTable
ALTER TABLE "linked_users" ADD COLUMN     "mails_stopped_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "linked_user_tags" (
    "linked_user_id" UUID NOT NULL,
    "tag" TEXT NOT NULL,
    "site_id" UUID NOT NULL,

    CONSTRAINT "linked_user_tags_pkey" PRIMARY KEY ("linked_user_id","tag")
);

-- CreateTable
CREATE TABLE "linked_user_notes" (
    "id" UUID NOT NULL,
    "linked_user_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "linked_user_notes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "linked_user_mails" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "linked_user_id" UUID NOT NULL,
    "session_id" UUID,
    "message_id" UUID,
    "purpose" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "answer" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID,
    "created_by" TEXT NOT NULL,
    "sending_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "linked_user_mails_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_messages" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "words" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "user_messages_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "linked_user_tags_site_id_tag_linked_user_id_idx" ON "linked_user_tags"("site_id", "tag", "linked_user_id");

-- CreateIndex
CREATE INDEX "linked_user_notes_linked_user_id_created_at_idx" ON "linked_user_notes"("linked_user_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "linked_user_mails_session_id_idx" ON "linked_user_mails"("session_id");

-- CreateIndex
CREATE UNIQUE INDEX "linked_user_mails_linked_user_id_key_key" ON "linked_user_mails"("linked_user_id", "key");

-- Written by hand.
CREATE INDEX "linked_user_mails_due_idx" ON "linked_user_mails"("created_at", "id") WHERE "state" IN ('queued', 'sending');
ALTER TABLE "linked_user_mails" ADD CONSTRAINT "linked_user_mails_purpose_check" CHECK ("purpose" IN ('link', 'reminder', 'message'));
ALTER TABLE "linked_user_mails" ADD CONSTRAINT "linked_user_mails_state_check" CHECK ("state" IN ('queued', 'sending', 'sent', 'refused', 'uncertain', 'dropped'));

-- AddForeignKey
ALTER TABLE "linked_user_tags" ADD CONSTRAINT "linked_user_tags_linked_user_id_fkey" FOREIGN KEY ("linked_user_id") REFERENCES "linked_users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "linked_user_notes" ADD CONSTRAINT "linked_user_notes_linked_user_id_fkey" FOREIGN KEY ("linked_user_id") REFERENCES "linked_users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "linked_user_mails" ADD CONSTRAINT "linked_user_mails_linked_user_id_fkey" FOREIGN KEY ("linked_user_id") REFERENCES "linked_users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "linked_user_mails" ADD CONSTRAINT "linked_user_mails_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "user_messages"("id") ON DELETE SET NULL ON UPDATE CASCADE;
