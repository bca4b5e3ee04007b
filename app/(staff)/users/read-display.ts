import type { Query } from "@/components/filters/href";
import type { UserDisplay } from "@/components/user-list/user-display";
import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { USER_LIST } from "@/lib/links/listing/user-columns";
import { readColumns } from "@/lib/views/columns";
import { readDisplay } from "@/lib/views/displays-store";

/** How the linked users are shown: as the address says, as whoever looks at them likes it, or as usual. */
export async function readUserDisplay(scope: Scope, db: Db, query: Query): Promise<UserDisplay> {
  const liked = await readDisplay(scope, db, "people");
  const chosen = readColumns(query.columns, USER_LIST) ?? readColumns(liked.columns, USER_LIST);
  return { columns: chosen ?? USER_LIST.usual, isChosen: chosen !== null, isCompact: liked.compact };
}
