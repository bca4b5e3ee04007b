import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { withSite } from "./kept-site";

it.each([
  ["/users", "/users?site=s1"],
  ["/users?q=a%26b&state=active", "/users?q=a%26b&state=active&site=s1"],
  ["/settings#logo", "/settings?site=s1#logo"],
  ["?charts=1", "?charts=1&site=s1"],
  ["/", "/?site=s1"],
  ["/users?site=s2", "/users?site=s2"],
  ["#content", "#content"],
  ["https://bank.example/", "https://bank.example/"],
  ["//bank.example/", "//bank.example/"],
  ["mailto:lea@kiosque.example", "mailto:lea@kiosque.example"],
])("leads from %s to %s", (href, kept) => {
  expect(withSite(href, "s1")).toBe(kept);
  expect(withSite(href, null)).toBe(href);
});

it("is kept by every link: nothing else asks Next for links and its router", () => {
  const asking = ["app", "components"]
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
    )
    .filter((path) => /\.tsx?$/.test(path) && !path.includes(".test."))
    .filter((path) =>
      /from "next\/link"|\buseRouter\b[^;]*from "next\/navigation"/.test(readFileSync(path, "utf8")),
    );
  expect(asking).toEqual(["components/navigation/link.tsx", "components/navigation/use-router.ts"]);
});
