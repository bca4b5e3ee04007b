import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureLinters, LINTERS } from "../../scripts/support/linters";
import { expect, inviteByApi, signIn, test } from "./fixtures";
import { NO_SUCH_USER, STAFF_PAGES } from "./staff-pages";

const hasJava = spawnSync("java", ["-version"]).status === 0;
test.skip(!hasJava, "Java is not installed: the pages' markup is not checked.");

/** Findings that are not ours to mend, or are meant. */
const KNOWN = [
  // React writes these.
  /Trailing slash on void elements/,
  // React Aria learns in the browser only that a field has several lines, and takes the attribute away then.
  /Attribute “type” not allowed on element “textarea”/,
  // The heading of a day is one cell, however many columns the width leaves: a span would bring back the hidden ones.
  /A table row was 1 columns wide/,
  // React sends what comes later, here the steps of the funnel, in a hidden `div`, and then moves it into its list.
  /2_users\.html.*Element “li” not allowed as child of element “div”/,
  // What Next sends where a page finds nothing: the page itself is made in the browser, with its language.
  /(?:users_0190a0a0|connect_nobody).*Consider adding a “lang” attribute/,
];

test("the markup of every page is valid, as the W3C's checker reads it", async ({ page, demo }) => {
  test.setTimeout(300_000);
  expect(ensureLinters(), "the checker is installed").toBe(true);
  await signIn(page, demo);
  const link = new URL(await inviteByApi(demo, "Markup", "K-markup")).pathname;
  const folder = await mkdtemp(path.join(tmpdir(), "anytime-markup-"));
  try {
    const paths = [
      "/sign-in",
      ...STAFF_PAGES,
      "/nowhere",
      NO_SUCH_USER,
      link,
      "/connect/nobody-has-this-link",
    ];
    for (const [index, address] of paths.entries()) {
      const response = await page.request.get(`${demo.url}${address}`);
      const name = `${index}${address.replaceAll(/[^\w-]/g, "_").slice(0, 60)}.html`;
      await writeFile(path.join(folder, name), await response.text());
    }
    const jar = path.join(LINTERS, "node_modules/vnu-jar/build/dist/vnu.jar");
    const args = ["-jar", jar, "--format", "gnu", "--skip-non-html", folder];
    const { stderr } = spawnSync("java", args, { encoding: "utf8", maxBuffer: 50_000_000 });
    const findings = stderr
      .split("\n")
      .filter((line) => line !== "" && !KNOWN.some((known) => known.test(line)));
    expect(findings.map((line) => line.replace(`file:${folder}/`, ""))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
