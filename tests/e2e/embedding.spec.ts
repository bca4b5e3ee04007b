import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { freePort } from "../support/free-port";
import { expect, invite, signInAtBank, signInStrongly, test } from "./fixtures";

/** Builds the React example as a partner's own tools would. @returns the script's path, and how to take it away */
async function bundle(): Promise<{ file: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "anytime-example-"));
  const file = path.join(folder, "page.js");
  const define = { "process.env.NODE_ENV": '"development"' };
  const entryPoints = ["docs/examples/react/page.tsx"];
  await build({
    entryPoints,
    outfile: file,
    bundle: true,
    format: "esm",
    jsx: "automatic",
    target: "es2022",
    define,
  });
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function startExample(
  env: Record<string, string>,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, ["docs/examples/server.mjs"], {
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "production", PORT: String(port), ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  const stop = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  };
  return { url: `http://localhost:${port}`, stop };
}

test("a partner's own page, with a key made in the settings, connects an account", async ({
  page,
  browser,
  demo,
}) => {
  test.setTimeout(120_000);
  await signInStrongly(page, demo);
  await page.goto(`${demo.url}/settings/api-keys`);
  await page.getByRole("button", { name: "Create a key" }).click();
  await page.getByLabel("Name").fill("Shop backend");
  await expect(page.getByLabel("Read tokens tokens:read")).not.toBeChecked();
  await page.getByRole("button", { name: "Create key" }).click();
  const key = await page.getByLabel("API key", { exact: true }).inputValue();
  expect(key).toMatch(/^ack_[\w-]{32}$/);
  await page.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByRole("row", { name: /Shop backend/ })).toContainText("Active");
  expect(await page.content()).not.toContain(key);

  await page.goto(await invite(page, demo, "Whoever", "K-embedding"));
  const scriptUrl = await page.locator('script[src$="/client.js"]').getAttribute("src");
  const bundled = await bundle();
  const shared = {
    DASHBOARD_URL: demo.url,
    ANYTIME_CONNECT_API_KEY: key,
    SCRIPT_URL: scriptUrl ?? "",
    SCRIPT: bundled.file,
  };
  for (const kind of ["react", "plain"]) {
    const example = await startExample({ ...shared, PAGE: `docs/examples/${kind}/page.html` });
    const customer = await (await browser.newContext()).newPage();
    await customer.goto(example.url);
    const popup = await signInAtBank(customer, "sofia");
    // Under StrictMode the component mounted twice: still one button, and one listener.
    await expect(customer.getByRole("button", { name: "Connect with Anytime" })).toHaveCount(1);
    await popup.getByRole("button", { name: "Accept" }).click();
    await expect(customer.getByText("Your account is connected.")).toBeVisible();
    await customer.context().close();
    await example.stop();
  }
  await bundled.remove();
  await page.goto(`${demo.url}/users?q=customer-1`);
  await expect(page.getByRole("row", { name: /Camille Renard/ })).toContainText("Active");
  const token = await fetch(`${demo.url}/api/v1/linked-users/00000000-0000-7000-8000-000000000000/token`, {
    headers: { Authorization: `Bearer ${key}` },
  });
  expect(token.status).toBe(403);
  expect(demo.output()).not.toContain(key);
});
