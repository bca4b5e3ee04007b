import { expect, it } from "vitest";
import { ALREADY_CONNECTED, STATES } from "../e2e/connect-states";
import { WAYS } from "./connect-ways";

it("knows a way to every state of the connect page", () => {
  expect(Object.keys(WAYS)).toEqual([...STATES, ALREADY_CONNECTED].map(({ name }) => name));
});
