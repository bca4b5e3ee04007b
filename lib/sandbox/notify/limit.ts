/**
 * Lets a number of tasks run at once; the others wait in order.
 *
 * @param most how many
 * @returns runs a task when its turn comes; settles as the task does
 */
export function limitAtOnce(most: number): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let active = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (active < most) active += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      // The slot is handed over, not released: no newcomer may take it in between.
      const next = waiting.shift();
      if (next === undefined) active -= 1;
      else next();
    }
  };
}
