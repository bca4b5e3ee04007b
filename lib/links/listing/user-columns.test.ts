import { expect, it } from "vitest";
import { readColumns } from "@/lib/views/columns";
import { USER_LIST } from "./user-columns";
import { userView } from "./user-filters";

it.each([
  [null, null],
  ["nothing", null],
  ["cards,state,user", ["cards", "state", "user"]],
  ["email", ["email", "user", "state"]],
])("reads the columns %j as %j", (text, columns) => {
  expect(readColumns(text, USER_LIST)).toEqual(columns);
});

it("keeps in a saved view the columns that an address names", () => {
  expect(userView({ state: "active", columns: "email,nothing" })).toEqual({
    state: "active",
    columns: "email,user,state",
  });
});
