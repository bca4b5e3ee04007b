import type { ActionResult } from "@/lib/staff/staff-action";
import { type CallProblem, callAction } from "./use-action";

/**
 * Calls an action with one part of a long list after the other, so that none takes long and each that was answered is
 * done, whatever happens to the next.
 *
 * @param onPart called after each part, with how many items are done
 * @returns the answers so far, and the problem that ended it
 */
export async function runInParts<Item, Value, Problem extends string>(
  items: readonly Item[],
  size: number,
  call: (part: readonly Item[]) => Promise<ActionResult<Value, Problem>>,
  onPart: (done: number) => void = () => undefined,
): Promise<{ values: Value[]; problem: Problem | CallProblem | null }> {
  const values: Value[] = [];
  for (let start = 0; start < items.length; start += size) {
    const answer = await callAction(call(items.slice(start, start + size)));
    if (!answer.ok) return { values, problem: answer.problem };
    values.push(answer.value);
    onPart(Math.min(start + size, items.length));
  }
  return { values, problem: null };
}
