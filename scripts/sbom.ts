// `npm run sbom`: what the product is made of, as CycloneDX, from package-lock.json. Writes to standard output.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { z } from "zod";

const bomSchema = z.looseObject({
  metadata: z.looseObject({ component: z.looseObject({ name: z.string(), version: z.string().optional() }) }),
});
const packageSchema = z.object({ name: z.string(), version: z.string() });

// Also packages for development: those of the pages are among them, and built into what browsers get.
const args = ["sbom", "--sbom-format=cyclonedx", "--sbom-type=application", "--package-lock-only"];
const { stdout, stderr, status } = spawnSync("npm", args, { encoding: "utf8", maxBuffer: 100_000_000 });
if (status === 0) {
  const bom = bomSchema.parse(JSON.parse(stdout));
  // npm names the product by its folder.
  Object.assign(
    bom.metadata.component,
    packageSchema.parse(JSON.parse(readFileSync("package.json", "utf8"))),
  );
  process.stdout.write(`${JSON.stringify(bom, null, 2)}\n`);
} else {
  process.stderr.write(stderr);
  process.exitCode = status ?? 1;
}
