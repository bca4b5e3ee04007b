import type { Permission } from "@/lib/db/access/permissions";
import { type Db, jsonRows } from "@/lib/db/connect/client";

/** A session that was used. */
export interface SessionUse {
  readonly sessionId: string;
  readonly address: string | null;
  readonly at: Date;
}

/** A permission that somebody used. */
export interface PermissionUse {
  readonly permission: Permission;
  readonly staffId: string;
  readonly at: Date;
}

/** Notes when sessions were last used, and from where; older news changes nothing. */
export async function saveSessionUses(db: Db, uses: readonly SessionUse[]): Promise<void> {
  const rows = uses.map(({ sessionId, address, at }) => ({ id: sessionId, address, at: at.toISOString() }));
  await db.$executeRaw`
    UPDATE staff_sessions s SET last_used_at = u.at, address = COALESCE(u.address, s.address)
    FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS u (id uuid, address text, at timestamptz)
    WHERE s.id = u.id AND (s.last_used_at IS NULL OR s.last_used_at < u.at)`;
}

/** Notes when permissions were last used, and by whom. */
export async function savePermissionUses(db: Db, uses: readonly PermissionUse[]): Promise<void> {
  const rows = uses.map(({ permission, staffId, at }) => ({
    permission,
    staff_id: staffId,
    at: at.toISOString(),
  }));
  await db.$executeRaw`
    INSERT INTO permission_uses AS known (permission, staff_id, used_at)
    SELECT u.permission, u.staff_id, u.at
    FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS u (permission text, staff_id uuid, at timestamptz)
    ORDER BY u.permission, u.staff_id
    ON CONFLICT (permission, staff_id) DO UPDATE SET used_at = GREATEST(known.used_at, excluded.used_at)`;
}
