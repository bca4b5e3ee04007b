import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { parseKeyRing } from "@/lib/crypto/key-ring";
import { deviceSeconds, newDevice, readDevice, writeDevice } from "./device";

function ringOf(kid: string) {
  const parsed = parseKeyRing(`${kid}:${randomBytes(32).toString("base64")}`);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.ring;
}
const ring = ringOf("k1");
const device = newDevice({ id: "0190a1b2-0000-7000-8000-000000000001", deviceEpoch: 3 });

it("reads back what it wrote, for the same purpose and as long as it holds", () => {
  const text = writeDevice(ring, "cookie", device);
  expect(readDevice(ring, "cookie", text)).toEqual(device);
  expect(readDevice(ring, "link", text)).toBeNull();
  expect(readDevice(ring, "cookie", text, Date.now() + deviceSeconds("cookie") * 1_000)).toBeNull();
});

it("reads what was written with a key that has become the second", () => {
  const text = writeDevice(ring, "cookie", device);
  const [newer] = ringOf("k2").keys;
  expect(readDevice({ keys: [newer, ...ring.keys] }, "cookie", text)).toEqual(device);
  expect(readDevice({ keys: [newer] }, "cookie", text)).toBeNull();
});

it("believes nothing that was changed or made by others", () => {
  const text = writeDevice(ring, "cookie", device);
  const parts = text.split(".");
  const changed = parts.map((part, at) => {
    const other = `${part.startsWith("1") ? "2" : "1"}${part.slice(1)}`;
    return parts.with(at, other).join(".");
  });
  for (const forged of [...changed, writeDevice(ringOf("k1"), "cookie", device), "", "....."])
    expect(readDevice(ring, "cookie", forged)).toBeNull();
  expect(readDevice(ring, "cookie", null)).toBeNull();
});
