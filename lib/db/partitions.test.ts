import { expect, it } from "vitest";
import { newId } from "./id";
import { makePartitions, monthOf, monthOfId, partitionName } from "./partitions";

const name = (month: ReturnType<typeof monthOf>) => partitionName("delivery_bodies", month);

it("finds the month that an id was made in", () => {
  expect(monthOfId(newId())).toEqual(monthOf(new Date()));
  expect(name(monthOfId("00000000-0000-7000-8000-000000000000"))).toBe("delivery_bodies_1970_01");
  expect(name(monthOfId("ffffffff-ffff-7fff-bfff-ffffffffffff"))).toBe("delivery_bodies_10889_08");
});

it("ends a month where the next one begins", () => {
  const edge = Date.UTC(2026, 11, 1);
  expect(name(monthOf(new Date(edge - 1)))).toBe("delivery_bodies_2026_11");
  expect(name(monthOf(new Date(edge)))).toBe("delivery_bodies_2026_12");
  expect(monthOf(new Date(edge - 1)).to).toEqual(new Date(edge));
  expect(name(monthOf(new Date(Date.UTC(2026, 0, 31)), 1))).toBe("delivery_bodies_2026_02");
  expect(name(monthOf(new Date(edge), 3))).toBe("delivery_bodies_2027_03");
});

it("says bounds that leave nothing out between two months", () => {
  const [november, december] = [monthOf(new Date(Date.UTC(2026, 10))), monthOf(new Date(Date.UTC(2026, 11)))];
  const end = /TO \('([^']+)'\)/.exec(makePartitions("delivery_bodies", [november]))?.[1];
  const start = /FROM \('([^']+)'\)/.exec(makePartitions("delivery_bodies", [december]))?.[1];
  expect(end).toBe(start);
  expect(monthOfId(start ?? "")).toEqual(december);
});
