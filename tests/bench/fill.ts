import { NAMING_VERSION } from "@/lib/cards/merchants/name-merchant";
import { makeClient } from "../support/client";

/** Cards and transactions as a year of a busy site leaves them, written by SQL. */
export async function fillTransactions(databaseUrl: string, siteId: string, rows: number): Promise<void> {
  const client = makeClient(databaseUrl);
  await client.connect();
  try {
    await client.query(
      `INSERT INTO card_accounts (id, site_id, acc_id, created_at)
       SELECT gen_random_uuid(), $1, n::text, now() FROM generate_series(0, 199) n`,
      [siteId],
    );
    await client.query(
      `INSERT INTO cards (id, site_id, account_id, acc_id, card_ref, created_at)
       SELECT gen_random_uuid(), $1, a.id, a.acc_id, 'ANY' || n, now()
       FROM generate_series(0, 999) n JOIN card_accounts a ON a.acc_id = (n % 200)::text`,
      [siteId],
    );
    await client.query(
      `INSERT INTO merchants (id, site_id, normalised, name, search, naming_version, created_at)
       SELECT gen_random_uuid(), $1, 'shop ' || n, 'SHOP ' || n, 'shop ' || n, $2, now() FROM generate_series(0, 499) n`,
      [siteId, NAMING_VERSION],
    );
    await client.query(
      `INSERT INTO card_transactions (id, site_id, card_id, txid, amount, status, type, bank_date, merchant, merchant_id,
         unattributed, fold_timestamp, fold_created_at, fold_digest, first_seen_at, updated_at, currency, mcc, description)
       SELECT gen_random_uuid(), $1, c.id, 'old' || n, 12.34, 'S', 'D', now() - n * interval '1 minute',
         m.name, m.id, TRUE, 1, now(), '\\x00', now(), now(), 'EUR', '5942', m.name || ', PARIS,75001,FRA,FRA'
       FROM generate_series(1, $2::int) n
       JOIN (SELECT id, row_number() OVER () - 1 AS place FROM cards) c ON c.place = n % 1000
       JOIN merchants m ON m.normalised = 'shop ' || n % 500`,
      [siteId, rows],
    );
    await client.query("VACUUM ANALYZE");
  } finally {
    await client.end();
  }
}
