import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, type PageSecurity, securityHeaders } from "./security-headers";

const STAFF: PageSecurity = {
  connect: false,
  bankOrigin: "https://bank.example",
  host: "dash.example",
  scriptHosts: ["https://cdn.example"],
  https: true,
  development: false,
};
const CONNECT: PageSecurity = { ...STAFF, connect: true };

describe("contentSecurityPolicy", () => {
  it("keeps the bank out of staff pages", () => {
    expect(contentSecurityPolicy(STAFF, "n")).not.toContain("bank.example");
  });

  it("lets the bank's script, images, frames and requests into connect pages, and nothing more", () => {
    const allowed = contentSecurityPolicy(CONNECT, "n")
      .split("; ")
      .filter((directive) => directive.includes("https://bank.example"))
      .map((directive) => directive.split(" ")[0]);
    expect(allowed).toEqual(["script-src", "img-src", "connect-src", "frame-src"]);
  });

  it("lets connect pages ask their own endpoints, the bank, and what the site names, and nobody else", () => {
    const policy = contentSecurityPolicy(CONNECT, "n");
    expect(policy).toContain(
      "connect-src dash.example/api/connect/ https://bank.example https://cdn.example;",
    );
    expect(contentSecurityPolicy(STAFF, "n")).not.toContain("cdn.example");
    expect(policy).toContain("script-src 'self' 'nonce-n' https://bank.example https://cdn.example;");
    const odd = { ...CONNECT, host: "x; script-src *" };
    expect(contentSecurityPolicy(odd, "n")).not.toContain("script-src *");
  });

  it("allows no eval and no inline script or style element outside development", () => {
    const policy = contentSecurityPolicy(STAFF, "n");
    expect(policy).toContain("script-src 'self' 'nonce-n' 'strict-dynamic';");
    expect(policy).toContain("style-src 'self' 'nonce-n';");
    expect(policy).not.toContain("unsafe-eval");
  });
});

describe("securityHeaders", () => {
  it("leaves the bank's popup its opener, and cuts others off", () => {
    expect(new Map(securityHeaders(CONNECT)).get("cross-origin-opener-policy")).toBe(
      "same-origin-allow-popups",
    );
    expect(new Map(securityHeaders(STAFF)).get("cross-origin-opener-policy")).toBe("same-origin");
  });

  it("asks for https only where the site has it", () => {
    expect(new Map(securityHeaders(STAFF)).has("strict-transport-security")).toBe(true);
    expect(new Map(securityHeaders({ ...STAFF, https: false })).has("strict-transport-security")).toBe(false);
  });
});
