import { expect, it, vi } from "vitest";
import { createRetention } from "./retention";

const HOUR_MS = 3_600_000;

it("removes each in its own time, and goes on where one fails", async () => {
  vi.useFakeTimers();
  try {
    const often = vi.fn(async () => undefined);
    const rarely = vi.fn(async () => undefined);
    const failing = vi.fn(async () => Promise.reject(new Error("away")));
    const retention = createRetention([
      { name: "failing", everyMs: HOUR_MS, run: failing },
      { name: "often", everyMs: 60_000, run: often },
      { name: "rarely", everyMs: HOUR_MS, run: rarely },
    ]);
    retention.start();
    expect(often).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(5 * 60_000 + 1_000);
    expect(often).toHaveBeenCalledTimes(5);
    expect(rarely).toHaveBeenCalledTimes(1);
    expect(failing).toHaveBeenCalledTimes(5);
    await retention.stop();
  } finally {
    vi.useRealTimers();
  }
});
