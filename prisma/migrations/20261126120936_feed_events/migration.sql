-- CreateTable
CREATE TABLE "feed_events" (
    "id" BIGSERIAL NOT NULL,
    "site_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "entity_id" UUID NOT NULL,
    "linked_user_id" UUID,
    "card_id" UUID,
    "status" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feed_events_pkey" PRIMARY KEY ("site_id","id")
);

-- CreateTable
CREATE TABLE "feed_horizons" (
    "site_id" UUID NOT NULL,
    "removed_to" BIGINT NOT NULL,

    CONSTRAINT "feed_horizons_pkey" PRIMARY KEY ("site_id")
);

ALTER TABLE "feed_events" ADD CONSTRAINT "feed_events_type_check" CHECK ("type" IN ('linked_user.linked', 'linked_user.revoked', 'transaction.created', 'transaction.changed', 'card.attributed', 'incident.opened', 'incident.resolved'));
