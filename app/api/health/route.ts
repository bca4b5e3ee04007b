import { missingMigrations } from "@/lib/db/migrate";
import { SYSTEM_SCOPE } from "@/lib/db/scope";
import { getRuntime } from "@/lib/runtime";
import { readDeliveryHealth } from "@/lib/webhooks/deliveries-store";

/** For a load balancer: whether this process can take deliveries and serve pages. */
export async function GET(): Promise<Response> {
  const { database } = getRuntime();
  try {
    const missing = await missingMigrations(database.pool);
    const health = await readDeliveryHealth(SYSTEM_SCOPE, database.prisma);
    const sinceDelivery =
      health.lastAt === null ? null : Math.round((Date.now() - health.lastAt.getTime()) / 1000);
    const ok = missing.length === 0;
    return answer(ok ? 200 : 503, {
      status: ok ? "ok" : "migrations_missing",
      database: "ok",
      migrations: ok ? "ok" : `${missing.length} missing`,
      inboxLag: Math.round(health.lagSeconds),
      secondsSinceDelivery: sinceDelivery,
    });
  } catch {
    // Whatever it was, to a load balancer it means one thing: the database does not answer here.
    return answer(503, { status: "database_unreachable", database: "unreachable" });
  }
}

function answer(status: number, body: Record<string, string | number | null>): Response {
  return Response.json(body, { status, headers: { "Cache-Control": "no-store" } });
}
