import { readFileSync } from "node:fs";
import { z } from "zod";

const manifestSchema = z.object({ node: z.record(z.string(), z.object({ exportedName: z.string() })) });

/** What a page of the production build calls a server action by. */
export function serverActionId(name: string): string {
  const manifest = readFileSync(".next/server/server-reference-manifest.json", "utf8");
  const { node } = manifestSchema.parse(JSON.parse(manifest));
  return Object.entries(node).find(([, { exportedName }]) => exportedName === name)?.[0] ?? "";
}
