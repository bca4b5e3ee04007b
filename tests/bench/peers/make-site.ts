import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { applyMigrations } from "@/lib/db/migrate/migrate";
import { getRuntime } from "@/lib/runtime";
import { findFirstSite } from "@/lib/sites/finding/site-store";
import { createSite } from "@/lib/sites/life/create-site";
import { BENCH_PARTNER_REF } from "../bodies";

/** Migrates the database and makes the one site, where that was not done. */
export async function makeBenchSite(allowedIps: string[]): Promise<void> {
  await applyMigrations(process.env.LISTEN_DATABASE_URL ?? process.env.DATABASE_URL ?? "");
  const { database, env } = getRuntime();
  if ((await findFirstSite(SYSTEM_SCOPE, database.prisma)) !== null) return;
  await createSite(database.prisma, env.ENCRYPTION_KEYS, {
    name: "Bench",
    domain: "localhost",
    partnerId: "b".repeat(64),
    partnerRef: BENCH_PARTNER_REF,
    webhookKey: env.ANYTIME_WEBHOOK_KEY ?? "",
    allowedIps,
    language: "en",
  });
}
