import { describe, expect, it } from "vitest";
import { type BrowserFamily, readBrowser } from "./browser";

const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const ANDROID =
  "Mozilla/5.0 (Linux; Android 15; Pixel 9; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0";
const table: [string, BrowserFamily, boolean][] = [
  [`${IPHONE} Version/18.1 Mobile/15E148 Safari/604.1`, "ios", false],
  [`${IPHONE} Mobile/22B83 [FBAN/FBIOS;FBAV/490.0]`, "ios", true],
  [`${IPHONE} Mobile/22B83 Instagram 360.0.0`, "ios", true],
  [`${IPHONE} Mobile/22B83 Safari Line/14.19.0`, "ios", true],
  [`${ANDROID} Chrome/130.0.0.0 Mobile Safari/537.36`, "android", true],
  [`${ANDROID.replace("; wv", "")} Chrome/130.0.0.0 Mobile Safari/537.36`, "android", false],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "firefox", false],
  [
    "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
    "safari",
    false,
  ],
  [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
    "chrome",
    false,
  ],
  ["", "other", false],
];

describe("readBrowser", () => {
  it.each(table)("%s", (userAgent, family, inApp) => {
    expect(readBrowser(userAgent)).toEqual({ family, inApp });
  });
});
