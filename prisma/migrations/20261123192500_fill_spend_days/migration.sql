-- By hand: the days that were there before their sums were kept.
INSERT INTO "dirty_days" ("site_id", "day")
SELECT DISTINCT "site_id", ("bank_date" AT TIME ZONE 'Europe/Paris')::date FROM "card_transactions";
