import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { parseKeyRing } from "@/lib/crypto/key-ring";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { openDatabase } from "@/lib/db/connect/client";
import { createApiKey } from "@/lib/partner-api/keys/api-keys";
import { API_SCOPES } from "@/lib/partner-api/keys/scopes";
import { findFirstSite } from "@/lib/sites/finding/site-store";
import { embeddedUrl } from "@/scripts/support/database-url";
import type { RunningDemo } from "../support/demo";
import type { Known } from "./targets";

const secretsSchema = z.object({ AUDIT_KEY: z.string(), ENCRYPTION_KEYS: z.string() });

/** Makes an API key that may do everything, from this machine. */
export async function makeApiKey(dataDir: string): Promise<{ id: string; key: string }> {
  const secrets = secretsSchema.parse(
    JSON.parse(readFileSync(path.join(dataDir, "development-secrets.json"), "utf8")),
  );
  const [url, ring] = [await embeddedUrl(dataDir), parseKeyRing(secrets.ENCRYPTION_KEYS)];
  if (!url.ok || !ring.ok) throw new Error("the demo's database or keys cannot be read");
  const database = openDatabase(url.url);
  try {
    const site = await findFirstSite(SYSTEM_SCOPE, database.prisma);
    const order = { name: "Scan", scopes: API_SCOPES, days: 1, allowedIps: ["127.0.0.1", "::1"] };
    const keys = { ring: ring.ring, auditKey: secrets.AUDIT_KEY };
    const made = await createApiKey(SYSTEM_SCOPE, database, keys, { ...order, siteId: site?.id ?? "" });
    if (made === null) throw new Error("no API key could be made");
    return made;
  } finally {
    await database.close();
  }
}

const sessionSchema = z.object({ id: z.string(), url: z.string() });

/** What there is to be named: rows of the demo, and a connect link that the API makes. */
export async function readKnown(
  demo: RunningDemo,
  url: string,
  apiKey: string,
): Promise<Omit<Known, "cursors">> {
  const [row] = await demo.query(
    `SELECT c.linked_user_id::text AS user, t.id::text AS payment, t.merchant_id::text AS merchant,
       c.id::text AS card, (SELECT id FROM deliveries ORDER BY id DESC LIMIT 1)::text AS delivery,
       (SELECT id FROM staff LIMIT 1)::text AS staff, (SELECT id FROM sites LIMIT 1)::text AS site
     FROM card_transactions t JOIN cards c ON c.id = t.card_id
     WHERE c.linked_user_id IS NOT NULL AND t.merchant_id IS NOT NULL ORDER BY t.id DESC LIMIT 1`,
  );
  const made = await fetch(`${url}/api/v1/connect-sessions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "Ada", external_reference: "scanned" }),
  });
  const session = sessionSchema.parse(await made.json());
  const text = (name: string) => z.string().parse(row?.[name]);
  return {
    ...{ user: text("user"), payment: text("payment"), merchant: text("merchant"), card: text("card") },
    ...{ delivery: text("delivery"), staff: text("staff"), site: text("site"), apiKey, session: session.id },
    connectSecret: session.url.split("/").at(-1) ?? "",
    webhookPath: new URL(demo.webhookUrl).pathname,
  };
}

/** The cursors that lists lead on with, by the path of the list; those that have one page have none. */
export async function readCursors(
  url: string,
  known: Omit<Known, "cursors">,
): Promise<Record<string, string>> {
  const cursors: Record<string, string> = {};
  for (const path of ["/transactions", "/deliveries", "/audit", "/users", `/users/${known.user}`]) {
    const text = await (await fetch(`${url}${path}`)).text();
    const cursor = /[?&](?:amp;)?(?:after|before)=([\w.%-]+)/.exec(text)?.[1];
    if (cursor !== undefined) cursors[path] = decodeURIComponent(cursor);
  }
  const page = await (await fetch(`${url}/api/v1/transactions?limit=2`)).json();
  const { next_cursor } = z.object({ next_cursor: z.string() }).parse(page);
  return { ...cursors, "/api/v1/transactions": next_cursor };
}
