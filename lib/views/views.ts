import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { may } from "@/lib/db/access/permissions";
import type { Scope } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { LIST_NEEDS, type ListName } from "./lists";
import { deleteView, insertView, lockView, type SavedView, updateView, type ViewChange } from "./views-store";

interface Deps {
  readonly database: Database;
  readonly keys: AuditKeys;
}

/** Why a view was not kept, or not changed. */
export type ViewProblem = "name_taken" | "too_many" | "gone";

type Changed =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly problem: ViewProblem };

/** Keeps a view of a list under a name. @returns its id */
export function saveView(
  scope: Scope,
  deps: Deps,
  view: { readonly list: ListName } & Pick<SavedView, "name" | "query" | "shared">,
): Promise<Changed> {
  return deps.database.prisma.$transaction(async (tx) => {
    if (!may(scope, LIST_NEEDS[view.list])) return { ok: false, problem: "gone" };
    const id = await insertView(scope, tx, view);
    if (id === "name_taken" || id === "too_many") return { ok: false, problem: id };
    await record(scope, tx, deps.keys, view.shared ? "view.saved_shared" : "view.saved", { ...view, id });
    return { ok: true, value: id };
  });
}

/** Gives a view another name, what it shows, or other readers. */
export function changeView(scope: Scope, deps: Deps, id: string, change: ViewChange): Promise<Changed> {
  return deps.database.prisma.$transaction(async (tx) => {
    const view = await lockView(scope, tx, id);
    if (view === null) return { ok: false, problem: "gone" };
    if (!(await updateView(scope, tx, view, change))) return { ok: false, problem: "name_taken" };
    await record(scope, tx, deps.keys, actionOf(change), { ...view, name: change.name ?? view.name });
    return { ok: true, value: id };
  });
}

/** Removes a view. */
export function removeView(scope: Scope, deps: Deps, id: string): Promise<Changed> {
  return deps.database.prisma.$transaction(async (tx) => {
    const view = await lockView(scope, tx, id);
    if (view === null) return { ok: false, problem: "gone" };
    await deleteView(scope, tx, id);
    await record(scope, tx, deps.keys, "view.deleted", view);
    return { ok: true, value: id };
  });
}

function actionOf({ name, shared }: ViewChange) {
  if (shared !== undefined) return shared ? "view.shared" : "view.unshared";
  return name === undefined ? "view.replaced" : "view.renamed";
}

function record(
  scope: Scope,
  tx: Db,
  keys: AuditKeys,
  action: string,
  { id, list, name }: { readonly list: ListName } & Pick<SavedView, "id" | "name">,
): Promise<void> {
  const target = { targetType: "saved_view", targetId: id, details: { list, name } };
  return recordAudit(scope, tx, keys, { action, outcome: "done", ...target });
}
