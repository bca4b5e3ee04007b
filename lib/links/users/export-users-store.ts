import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { Standing } from "@/lib/links/standing/standing";

/** A user as a file lists them. */
export interface ExportedUser {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  readonly email: string | null;
  readonly externalReference: string | null;
  readonly language: string | null;
  readonly standing: Standing;
  readonly tags: readonly string[];
  readonly createdAt: Date;
  readonly linkedAt: Date | null;
}

/** Users by id, in the order of the ids. */
export async function readExported(scope: Scope, db: Db, ids: readonly string[]): Promise<ExportedUser[]> {
  return db.$queryRaw<ExportedUser[]>`
    SELECT u.id, u.site_id AS "siteId", u.name, u.email, u.external_reference AS "externalReference", u.language, u.standing,
      ARRAY(SELECT g.tag FROM linked_user_tags g WHERE g.linked_user_id = u.id ORDER BY g.tag) AS tags,
      u.created_at AS "createdAt", u.linked_at AS "linkedAt"
    FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS wanted(id, place)
    JOIN ${linkedUsers(scope)} u ON u.id = wanted.id WHERE ${inScope(scope, "u.site_id")} ORDER BY wanted.place`;
}
