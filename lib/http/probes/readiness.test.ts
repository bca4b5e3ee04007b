import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createReadiness, type Readiness } from "./readiness";

let answer: () => Promise<unknown>;
let readiness: Readiness;

beforeEach(() => {
  vi.useFakeTimers();
  answer = () => Promise.resolve();
  readiness = createReadiness(() => answer());
  readiness.start();
});
afterEach(() => {
  readiness.stop();
  vi.useRealTimers();
});

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

it("says how far a server is, and takes it for ready where nobody does", () => {
  expect(readiness.problem()).toBeNull();
  readiness.enter("starting");
  expect(readiness.problem()).toBe("starting");
  readiness.enter("ready");
  expect(readiness.problem()).toBeNull();
  readiness.enter("stopping");
  expect(readiness.problem()).toBe("stopping");
});

it("rides out a short outage", async () => {
  answer = () => Promise.reject(new Error("away"));
  await pass(9);
  expect(readiness.problem()).toBeNull();
  answer = () => Promise.resolve();
  await pass(60);
  expect(readiness.problem()).toBeNull();
});

it("is not ready once the database has been away for ten seconds, until it is back", async () => {
  answer = () => Promise.reject(new Error("away"));
  await pass(12);
  expect(readiness.problem()).toBe("database_away");
  answer = () => Promise.resolve();
  await pass(2);
  expect(readiness.problem()).toBeNull();
});

it("blames no database for the time that the process itself was held up", async () => {
  answer = () => Promise.reject(new Error("a timer of the pool ran out meanwhile"));
  await pass(1);
  // What a clock would show after the event loop was blocked.
  vi.spyOn(performance, "now").mockReturnValue(performance.now() + 60_000);
  vi.setSystemTime(Date.now() + 60_000);
  await pass(1);
  expect(readiness.problem()).toBeNull();
  vi.mocked(performance.now).mockRestore();
});

it("takes a database that says nothing for away", async () => {
  let wake = (): void => undefined;
  answer = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  await pass(14);
  expect(readiness.problem()).toBe("database_away");
  answer = () => Promise.resolve();
  wake();
  await pass(1);
  expect(readiness.problem()).toBeNull();
});
