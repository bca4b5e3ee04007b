import { expect, it } from "vitest";
import { z } from "zod";
import { makeOpenApi } from "./openapi";

const node = z.looseObject({});

/** Every property and parameter of a document, by where it stands. */
function listDescribed(value: unknown, path: string): [string, Record<string, unknown>][] {
  if (Array.isArray(value)) return value.flatMap((one, at) => listDescribed(one, `${path}/${at}`));
  const read = node.safeParse(value);
  if (!read.success) return [];
  const own: [string, Record<string, unknown>][] = Object.entries(
    node.safeParse(read.data.properties).data ?? {},
  ).map(([name, property]) => [`${path}/${name}`, node.parse(property)]);
  const parameters = Array.isArray(read.data.parameters) ? read.data.parameters : [];
  const given = parameters.map((one): [string, Record<string, unknown>] => {
    const { name, description, schema } = node.parse(one);
    return [`${path}?${String(name)}`, { ...node.parse(schema), description }];
  });
  const inside = Object.entries(read.data).flatMap(([name, one]) => listDescribed(one, `${path}/${name}`));
  return [...own, ...given, ...inside];
}

it("describes every property and parameter of the API, and gives an example of it", () => {
  const described = listDescribed(JSON.parse(JSON.stringify(makeOpenApi("https://dash.example"))), "");
  expect(described.length).toBeGreaterThan(100);
  const bare = described.filter(([, { description, examples, $ref }]) => {
    if ($ref !== undefined) return false;
    return typeof description !== "string" || description === "" || !Array.isArray(examples);
  });
  expect(bare.map(([path]) => path)).toEqual([]);
});

it("gives examples that its own schemas take", () => {
  const text = JSON.stringify(makeOpenApi("https://dash.example"));
  const described = listDescribed(JSON.parse(text), "");
  for (const [path, schema] of described) {
    const { examples, description: _, ...rest } = schema;
    if (!Array.isArray(examples) || JSON.stringify(rest).includes("$ref")) continue;
    const own = z.fromJSONSchema(rest as Parameters<typeof z.fromJSONSchema>[0]);
    for (const example of examples) expect([path, own.safeParse(example).success]).toEqual([path, true]);
  }
});
