import type { Database } from "@/lib/db/connect/client";

/** After a test moved times by hand: what only time changes is due now. */
export async function letTimePass(database: Database): Promise<void> {
  await database.prisma.$executeRaw`UPDATE linked_users SET standing_due_at = now()`;
}
