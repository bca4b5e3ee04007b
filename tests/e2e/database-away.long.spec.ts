import { readFile } from "node:fs/promises";
import { embeddedUrl } from "../../scripts/support/database-url";
import { makeClient } from "../support/client";
import type { RunningDemo } from "../support/demo";
import { expect, fillSignIn, signInByHand, test } from "./fixtures";

test.use({ provoked: [/status of (401|404|500|503)|React error #441/] });

test("while the database is away signing in says so, pages say so, and both come back by themselves", async ({
  page,
  browser,
  demo,
}) => {
  test.setTimeout(120_000);
  await signInByHand(page, demo);
  const fresh = await (await browser.newContext()).newPage();
  await fresh.goto(`${demo.url}/sign-in`);
  const bringBack = await takeDatabaseAway(demo);
  try {
    await fillSignIn(fresh, demo.email, demo.password);
    await expect(fresh.getByText("cannot reach its database")).toBeVisible({ timeout: 30_000 });
    await page.goto(`${demo.url}/users`);
    await expect(page.getByRole("heading", { name: "The database is unavailable" })).toBeVisible({
      timeout: 30_000,
    });
  } finally {
    bringBack();
  }
  await expect(page.getByRole("heading", { name: "Linked users" })).toBeVisible({ timeout: 30_000 });
  await fillSignIn(fresh, demo.email, demo.password);
  await fresh.waitForURL(`${demo.url}/`);
  await fresh.context().close();
});

/** Freezes Postgres: whoever was connected is cut, and who comes gets no answer. @returns wakes it up */
async function takeDatabaseAway(demo: RunningDemo): Promise<() => void> {
  const file = await readFile(`${demo.dataDir}/postgres/postmaster.pid`, "utf8");
  const pid = Number(file.split("\n")[0]);
  const found = await embeddedUrl(demo.dataDir);
  if (!found.ok) throw new Error(found.problem);
  const admin = makeClient(found.url);
  admin.on("error", () => undefined);
  await admin.connect();
  process.kill(pid, "SIGSTOP");
  await admin.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IS NOT NULL AND pid <> pg_backend_pid()",
  );
  await admin.end();
  return () => process.kill(pid, "SIGCONT");
}
