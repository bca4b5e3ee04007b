import { once } from "node:events";
import { createServer } from "node:http";
import { expect, it } from "vitest";
import { createScriptProbe } from "./script-probe";

it("says whether a script can be loaded, and asks only now and then", async () => {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    response.writeHead(request.url === "/client.js" ? 200 : 404).end("script");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const probe = createScriptProbe(10_000);
  expect([await probe.reaches(`${origin}/client.js`), await probe.reaches(`${origin}/client.js`)]).toEqual([
    true,
    true,
  ]);
  expect(asked).toBe(1);
  expect(await probe.reaches(`${origin}/other.js`)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
  expect(await probe.reaches(`${origin}/client.js`)).toBe(false);
});

it("keeps nobody waiting for an answer that takes long, and has it once it is there", async () => {
  const server = createServer();
  const asked = once(server, "request");
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/client.js`;
  const probe = createScriptProbe(10);
  expect(await probe.reaches(url)).toBeNull();
  const [, response] = await asked;
  response.writeHead(200).end("script");
  await expect.poll(() => probe.reaches(url)).toBe(true);
  await new Promise((resolve) => server.close(resolve));
});
