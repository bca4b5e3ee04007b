import { defineConfig } from "@playwright/test";
import { findChromium } from "./tests/support/browser/chromium";

const executablePath = findChromium();
const QUIET = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-gpu",
];
const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];

/** What is too long for every commit is named so, and run by `npm run test:long` (decision 89). */
const LONG = /\.long\.spec\.ts$/;

// Tests start the servers that they need by fixtures, so that each file has a database of its own.
export default defineConfig({
  testDir: "tests/e2e",
  projects: [
    { name: "e2e", testIgnore: LONG },
    { name: "long", testMatch: LONG },
  ],
  outputDir: ".data/test-results/e2e",
  workers: 1,
  retries: 0,
  timeout: 60_000,
  // Live updates reach a page within a second, and on a busy machine later. What is never right fails all the same.
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    // Recording costs a quarter of the time: ask for it when a test is looked into (`npx playwright test --trace on`).
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      args: [...QUIET, ...asRoot],
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  },
});
