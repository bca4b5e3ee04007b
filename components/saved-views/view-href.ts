import { hrefWith } from "@/components/filters/href";
import type { SavedView } from "@/lib/views/views-store";

/** Where a view is opened: what it keeps, and its id, so that the page knows which one it is. */
export function hrefOfView(path: string, { id, query }: Pick<SavedView, "id" | "query">): string {
  return hrefWith(path, Object.fromEntries(new URLSearchParams(query)), { view: id });
}

/** Whether a page shows what a view keeps. */
export function isAsKept(view: SavedView, kept: Readonly<Record<string, string>>): boolean {
  const sorted = (pairs: Iterable<[string, string]>) => JSON.stringify([...pairs].toSorted());
  return sorted(new URLSearchParams(view.query)) === sorted(Object.entries(kept));
}
