import { Secret, TOTP } from "otpauth";
import type { RunningDemo } from "../support/demo";
import { button, type Engine, type EnginePage, field, isAlive, says, seen, until } from "./engine";

/** Somebody of their own: the others go on without a second factor. */
const NAME = "Max Moteur";

/** Signs in by hand. */
export async function signInByHand(
  page: EnginePage,
  { url, email, password }: Pick<RunningDemo, "url" | "email" | "password">,
): Promise<void> {
  await givePassword(page, { url, email, password });
  await until(page, "the first page", async () => (await page.evaluate(() => location.pathname)) === "/");
  await seen(page, "Overview");
}

async function givePassword(
  page: EnginePage,
  { url, email, password }: Pick<RunningDemo, "url" | "email" | "password">,
): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await isAlive(page);
  await page.fill(field("E-mail"), email);
  await page.fill(field("Password"), password);
  await page.click(button("Sign in"));
}

/** Sets up an authenticator app, signs out, and signs in with a code of it. */
export async function passSecondFactor(_: EnginePage, demo: RunningDemo, engine: Engine): Promise<void> {
  const max = { ...demo, email: `max-${crypto.randomUUID()}@kiosque.example` };
  await demo.query(
    `INSERT INTO staff (id, email, name, password_hash, role, created_at)
     SELECT gen_random_uuid(), $2, $3, password_hash, 'admin', now() FROM staff WHERE email = $1`,
    [demo.email, max.email, NAME],
  );
  const page = await engine.newcomer();
  try {
    await signInByHand(page, max);
    await page.goto(`${demo.url}/account`);
    await page.click(button("Set up an authenticator app"));
    await page.fill(field("Your password"), max.password);
    await page.click(button("Continue"));
    const readSecret = () =>
      page.evaluate(() => document.querySelector<HTMLInputElement>("input[aria-label=Secret]")?.value ?? "");
    await until(page, "the secret", async () => (await readSecret()) !== "");
    const secret = Secret.fromBase32(await readSecret());
    const codeOf = (ahead: number) =>
      new TOTP({ secret }).generate({ timestamp: Date.now() + ahead * 30_000 });
    await page.fill(field("Code of the app"), codeOf(-1));
    await page.click(button("Turn on"));
    await page.click(button("I have kept them"));
    await until(page, "the codes that are left", () => says(page, /You have 10 recovery codes left/));
    await page.click(button(`Your account: ${NAME} Admin`));
    await page.click(button("Sign out"));
    await until(
      page,
      "the way out",
      async () => (await page.evaluate(() => location.pathname)) === "/sign-in",
    );
    await givePassword(page, max);
    // A code counts once: this one is newer than that which set it up.
    await page.fill(field("Code"), codeOf(0));
    await page.click(button("Sign in"));
    await until(page, "the first page", async () => (await page.evaluate(() => location.pathname)) === "/");
    await seen(page, "Overview");
  } finally {
    await page.close();
  }
}
