import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { explainUnreachable } from "./unreachable";

const NOWHERE = "/nowhere/of/ours";
const faultOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

it("says that Postgres is away where its socket is, and not where another file is missing", async () => {
  const socket = await faultOf(
    new Promise((_, reject) => connect(`${NOWHERE}/.s.PGSQL.5432`).once("error", reject)),
  );
  const file = await faultOf(readFile(`${NOWHERE}/routes-manifest.json`));
  expect([socket, file]).toEqual([
    expect.objectContaining({ code: "ENOENT" }),
    expect.objectContaining({ code: "ENOENT" }),
  ]);
  expect(explainUnreachable(socket)).toMatch(/^The database cannot be reached\./);
  expect(explainUnreachable(new Error("no connection", { cause: socket }))).not.toBeNull();
  expect(explainUnreachable(file)).toBeNull();
});
