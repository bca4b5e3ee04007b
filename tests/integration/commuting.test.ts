import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";
import { anyHistory, courseOf, makeStage, plainCourse } from "../support/facts/histories";

/** Few for every commit, thousands in `npm run test:long`. */
const SHUFFLES = Number(process.env.SHUFFLES ?? 24);
const COURSES = 2;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let stage: Awaited<ReturnType<typeof makeStage>>;

beforeAll(async () => {
  database = await createTestDatabase();
  stage = await makeStage(database, await makeSite(database));
});
afterAll(() => database.close());

it("ends the same for links, people and tokens, in whatever order deliveries are processed", {
  timeout: 1_800_000,
}, async () => {
  const seed = Number(process.env.SEED ?? 1);
  const histories = fc.sample(anyHistory, { numRuns: Math.ceil(SHUFFLES / COURSES), seed });
  const differing: string[] = [];
  for (const history of histories) {
    const expected = await stage.run(history, plainCourse(history));
    for (const course of fc.sample(courseOf(history), { numRuns: COURSES, seed })) {
      const end = await stage.run(history, course);
      if (end === expected) continue;
      differing.push(JSON.stringify({ history, course, expected, end }, null, 1));
      break;
    }
  }
  const count = `${differing.length} of ${histories.length} histories differ`;
  expect(differing.length, `${count}, the first: ${differing[0]}`).toBe(0);
});
