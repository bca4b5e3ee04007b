import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";

const lockedSchema = z.object({
  version: z.string().optional(),
  link: z.boolean().optional(),
  integrity: z.string().optional(),
});
const lockSchema = z.object({ packages: z.record(z.string(), lockedSchema) });
const componentSchema = z.object({
  name: z.string(),
  version: z.string(),
  hashes: z.array(z.unknown()).default([]),
});
const bomSchema = z.object({
  bomFormat: z.literal("CycloneDX"),
  metadata: z.object({ component: z.object({ name: z.string(), version: z.string() }) }),
  components: z.array(componentSchema),
});

it("lists every package of the lock file with its version and hash", { timeout: 60_000 }, () => {
  const options = { encoding: "utf8", maxBuffer: 100_000_000 } as const;
  const text = execFileSync(process.execPath, ["--import", "tsx", "scripts/sbom.ts"], options);
  const bom = bomSchema.parse(JSON.parse(text));
  expect(bom.metadata.component).toEqual({ name: "anytime-connect-dashboard", version: "0.1.0" });
  const line = (name: string | undefined, version: string | undefined, isHashed: boolean) =>
    `${name} ${version} ${isHashed}`;
  const listed = new Set(
    bom.components.map(({ name, version, hashes }) => line(name, version, hashes.length > 0)),
  );
  const { packages } = lockSchema.parse(JSON.parse(readFileSync("package-lock.json", "utf8")));
  // Packages inside another's archive have no hash of their own.
  const locked = Object.entries(packages)
    .filter(([place, { link }]) => place.includes("node_modules/") && link !== true)
    .map(([place, { version, integrity }]) =>
      line(place.split("node_modules/").at(-1), version, integrity !== undefined),
    );
  expect(locked.filter((one) => !listed.has(one))).toEqual([]);
});
