import { expect, it } from "vitest";
import { createCircuit } from "./circuit";

it("opens after failures in a row, lets one probe through per pause, and closes when one succeeds", () => {
  let at = 0;
  const circuit = createCircuit({ failures: 3, pauseMs: 10, longestMs: 15, now: () => at });
  for (const outcome of ["failed", "failed", "succeeded", "failed", "failed"] as const) circuit[outcome]();
  expect(circuit.allows()).toBe(true);
  circuit.failed();
  expect([circuit.isOpen, circuit.allows()]).toEqual([true, false]);
  at = 10;
  expect([circuit.allows(), circuit.allows()]).toEqual([true, false]);
  circuit.failed();
  at = 24;
  expect(circuit.allows()).toBe(false);
  at = 25;
  expect(circuit.allows()).toBe(true);
  circuit.succeeded();
  expect([circuit.isOpen, circuit.allows(), circuit.allows()]).toEqual([false, true, true]);
});
