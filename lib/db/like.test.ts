import { expect, it } from "vitest";
import { containing } from "./like";

it("matches letters that mean something to LIKE as themselves", () => {
  expect(containing("50%_a\\b")).toBe("%50\\%\\_a\\\\b%");
});
