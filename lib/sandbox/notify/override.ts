import type { NotificationTree } from "@/lib/anytime/body/encode";
import { didYouMean } from "../text/suggest";

/**
 * Replaces leaves of a notification's `data`.
 *
 * @param set values by path, such as `body.transaction.amount`
 * @throws Error with a sentence if a path does not exist
 */
export function override(data: NotificationTree, set: Readonly<Record<string, string>>): NotificationTree {
  let out = data;
  for (const [path, value] of Object.entries(set)) out = replaceAt(out, path.split("."), value, path);
  return out;
}

function replaceAt(
  tree: NotificationTree,
  steps: readonly string[],
  value: string,
  path: string,
): NotificationTree {
  const [step = "", ...rest] = steps;
  const found = Object.hasOwn(tree, step) ? tree[step] : undefined;
  if (found === undefined)
    throw new Error(
      `There is no field ${path}.${didYouMean(step, Object.keys(tree))} Fields here: ${Object.keys(tree).join(", ")}.`,
    );
  const inner = found !== null && typeof found === "object";
  if (rest.length > 0 !== inner)
    throw new Error(
      inner
        ? `${path} has fields of its own: name one of them.`
        : `${path} leads through a field that has none.`,
    );
  return { ...tree, [step]: inner ? replaceAt(found, rest, value, path) : value };
}
