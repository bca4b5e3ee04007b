import { expect, it, vi } from "vitest";
import { createLoop } from "./loop";

const LONG_MS = 60_000;

it("does a round at once, rests, and is woken", async () => {
  const round = vi.fn(async () => undefined);
  const loop = createLoop({ round, everyMs: LONG_MS });
  loop.start();
  loop.start();
  await vi.waitFor(() => expect(round).toHaveBeenCalledTimes(1));
  loop.wake();
  await vi.waitFor(() => expect(round).toHaveBeenCalledTimes(2));
  await loop.stop();
  loop.wake();
  expect(round).toHaveBeenCalledTimes(2);
});

it("rests first where it is asked to, and does a last round", async () => {
  const round = vi.fn(async () => undefined);
  const loop = createLoop({ round, everyMs: LONG_MS, restsFirst: true, lastRound: true });
  loop.start();
  await Promise.resolve();
  expect(round).not.toHaveBeenCalled();
  await loop.stop();
  expect(round).toHaveBeenCalledTimes(1);
});

it("goes on at once while there is more, and after a failure", async () => {
  const answers = ["more", new Error("away"), "more", "idle"];
  const round = vi.fn(async () => {
    const answer = answers.shift() ?? "idle";
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const loop = createLoop({ round, everyMs: LONG_MS, afterFailureMs: 1 });
  loop.start();
  await vi.waitFor(() => expect(round).toHaveBeenCalledTimes(4));
  await loop.stop();
});

it("does not miss being woken during a round, and stops only after it", async () => {
  const ends: (() => void)[] = [];
  const round = vi.fn(() => new Promise<void>((resolve) => ends.push(resolve)));
  const loop = createLoop({ round, everyMs: LONG_MS });
  loop.start();
  loop.wake();
  ends.shift()?.();
  await vi.waitFor(() => expect(round).toHaveBeenCalledTimes(2));
  let stopped = false;
  const stopping = loop.stop().then(() => (stopped = true));
  await Promise.resolve();
  expect(stopped).toBe(false);
  ends.shift()?.();
  await stopping;
  expect(round).toHaveBeenCalledTimes(2);
});

it("starts again after a stop", async () => {
  const round = vi.fn(async () => undefined);
  const loop = createLoop({ round, everyMs: LONG_MS });
  loop.start();
  await loop.stop();
  const before = round.mock.calls.length;
  loop.start();
  await vi.waitFor(() => expect(round.mock.calls.length).toBeGreaterThan(before));
  await loop.stop();
});
