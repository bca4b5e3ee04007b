// Our own server for the bench: the door and the processor, or Next's door alone, as BENCH_DOOR says.
import { createServer } from "node:http";
import { applyMigrations } from "@/lib/db/migrate";
import { getRuntime } from "@/lib/runtime";
import { handleWebhook, webhookKeyOf } from "@/lib/webhooks/doors";
import { findFirstSite } from "@/lib/webhooks/site-store";
import { createSite } from "@/lib/webhooks/sites";
import { BENCH_PARTNER_REF } from "../bodies";

await applyMigrations(process.env.DATABASE_URL ?? "");
const { database, env, receiving, processor } = getRuntime();
if ((await findFirstSite(database.prisma)) === null) {
  await createSite(database.prisma, env.ENCRYPTION_KEYS, {
    name: "Bench",
    domain: "localhost",
    partnerId: "b".repeat(64),
    partnerRef: BENCH_PARTNER_REF,
    webhookKey: env.ANYTIME_WEBHOOK_KEY ?? "",
    allowedIps: ["127.0.0.1"],
    language: "en",
  });
}
processor.start();
createServer((request, response) => {
  const key = webhookKeyOf(request.url);
  if (key === null) response.writeHead(404).end();
  else void handleWebhook(receiving, key, request, response);
}).listen(env.PORT, "127.0.0.1", () => console.log("Ready"));
