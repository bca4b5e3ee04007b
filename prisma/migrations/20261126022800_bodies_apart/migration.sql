-- CreateTable: by month, so that a month of bodies can go at once. The application makes the months to come.
CREATE TABLE "delivery_bodies" (
    "id" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "delivery_bodies_pkey" PRIMARY KEY ("id")
) PARTITION BY RANGE ("id");

-- No delivery comes in between the copying of the bodies and the end of the column that held them: whoever brings one
-- waits, or is told to come again. It takes as long as copying them does, and there has been no release to have many.
LOCK TABLE "deliveries" IN SHARE ROW EXCLUSIVE MODE;

-- The months of the ids that there are. The first 48 bits of an id are milliseconds.
DO $$
DECLARE
    "month" TIMESTAMP;
    "partition" TEXT;
BEGIN
    FOR "month" IN
        SELECT DISTINCT date_trunc('month', to_timestamp(('x' || left(replace("id"::text, '-', ''), 12))::bit(48)::bigint / 1000.0) AT TIME ZONE 'UTC')
        FROM "deliveries"
    LOOP
        "partition" := 'delivery_bodies_' || to_char("month", 'YYYY_MM');
        EXECUTE format('CREATE TABLE %I (LIKE "delivery_bodies" INCLUDING ALL)', "partition");
        EXECUTE format(
            'ALTER TABLE "delivery_bodies" ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
            "partition",
            rpad(lpad(to_hex((extract(epoch FROM "month") * 1000)::bigint), 12, '0'), 32, '0'),
            rpad(lpad(to_hex(least(extract(epoch FROM "month" + interval '1 month') * 1000, 281474976710655)::bigint), 12, '0'), 32, '0')
        );
    END LOOP;
END $$;

INSERT INTO "delivery_bodies" ("id", "sealed") SELECT "id", "body_sealed" FROM "deliveries";

-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN     "body_id" UUID;
-- squawk-ignore ban-drop-column
ALTER TABLE "deliveries" DROP COLUMN "body_sealed";
