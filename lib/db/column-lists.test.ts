import { expect, it } from "vitest";
import { columnOf, insertList, recordList, selectList, sourceList } from "./column-lists";
import { API_TOKENS, DELIVERIES } from "./columns";

it("names columns after their fields", () => {
  expect(columnOf("waitingAttemptId")).toBe("waiting_attempt_id");
  expect(insertList(["id", "bodySize"])).toBe("id, body_size");
  expect(sourceList("i", ["id", "bodySize"])).toBe('i."id", i."bodySize"');
});

it("reads decimals and enums as text, and everything else as it is", () => {
  expect(selectList(DELIVERIES, "d", ["siteId", "bankTimestamp", "verdict"])).toBe(
    'd.site_id AS "siteId", d.bank_timestamp::text AS "bankTimestamp", d.verdict::text AS "verdict"',
  );
  expect(selectList(API_TOKENS, "t", ["state"])).toBe('t.state::text AS "state"');
});

it("lists bytes as bytea, or as the text that they travel as", () => {
  expect(recordList(DELIVERIES, ["id", "digest"])).toBe('"id" uuid, "digest" bytea');
  expect(recordList(DELIVERIES, ["id", "digest"], "text")).toBe('"id" uuid, "digest" text');
});
