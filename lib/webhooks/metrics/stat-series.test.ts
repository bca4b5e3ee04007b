import { expect, it } from "vitest";
import { answerClass } from "./answer-times";
import { toSeries, windowStart } from "./stat-series";

const NOW = new Date("2026-11-20T10:30:20Z");

function bucket(at: string, accepted: number, milliseconds: number) {
  const answers = new Array<number>(18).fill(0);
  answers[answerClass(milliseconds)] = accepted;
  return { at: new Date(at), accepted, duplicate: 1, held: 0, refused: 2, unstored: 1, answers };
}

it("begins a window so that the minute that runs is its last", () => {
  expect(windowStart("1h", NOW).toISOString()).toBe("2026-11-20T09:31:00.000Z");
  expect(windowStart("24h", NOW).toISOString()).toBe("2026-11-19T10:31:00.000Z");
  expect(windowStart("7d", NOW).toISOString()).toBe("2026-11-13T10:31:00.000Z");
});

it("has a point for each step, empty ones included", () => {
  const since = windowStart("1h", NOW);
  const buckets = [bucket("2026-11-20T09:31:00Z", 4, 10), bucket("2026-11-20T10:30:00Z", 6, 900)];
  const { points, total } = toSeries(buckets, "1h", since);
  expect(points).toHaveLength(60);
  expect(points[0]).toMatchObject({ at: "2026-11-20T09:31:00.000Z", accepted: 4, duplicate: 1, refused: 3 });
  expect(points[1]).toMatchObject({ accepted: 0, p50: null, p95: null });
  expect(points[59]).toMatchObject({ at: "2026-11-20T10:30:00.000Z", accepted: 6 });
  expect(total).toMatchObject({ accepted: 10, duplicate: 2, refused: 6 });
  expect(total.p50).toBeGreaterThan(500);
  expect(points[0]?.p95).toBeLessThanOrEqual(13);
});
