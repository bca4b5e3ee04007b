import { describe, expect, it } from "vitest";
import { type OwnHosts, placeRequest } from "./own-hosts";

function hosts(app: string, connect = app, loopback = false): OwnHosts {
  return { app: new URL(app), connect: new URL(connect), loopback };
}
const ONE = hosts("https://dash.example.com:8443");
const TWO = hosts("https://dash.example.com", "https://link.example.com");
const PORTS = hosts("https://dash.example.com", "https://dash.example.com:8443");
const DEMO = hosts("http://localhost:3000", undefined, true);
const PROXIED_DEMO = hosts("http://localhost:5105");

function place(own: OwnHosts, host: string | null, path = "/users"): string {
  const found = placeRequest(own, host, path);
  return found.kind === "serve" ? found.host : found.kind;
}

describe("the address that Next sees", () => {
  it.each([
    ["as named", ONE, "dash.example.com:8443", "dash.example.com:8443"],
    ["the port was dropped", ONE, "dash.example.com", "dash.example.com:8443"],
    ["the proxy's own upstream", ONE, "127.0.0.1:3000", "dash.example.com:8443"],
    ["no Host", ONE, null, "dash.example.com:8443"],
    ["what is no host", ONE, "dash.example.com:8443/..", "dash.example.com:8443"],
    ["a port that goes without saying", TWO, "DASH.example.com.:443", "dash.example.com"],
    ["loopback, in a demo", DEMO, "127.0.0.1:3000", "127.0.0.1:3000"],
    ["loopback through a tunnel", DEMO, "localhost:9999", "localhost:9999"],
    ["a stranger, in a demo", DEMO, "evil.example:3000", "localhost:3000"],
    ["loopback, in a demo behind a proxy", PROXIED_DEMO, "127.0.0.1:3000", "localhost:5105"],
    ["a demo's port, dropped", PROXIED_DEMO, "localhost", "localhost:5105"],
  ])("%s", (_what, own, host, seen) => {
    expect(place(own, host)).toBe(seen);
  });
});

describe("a host of their own for connect pages", () => {
  it.each([
    ["dash.example.com", "/users", "dash.example.com"],
    ["link.example.com", "/users", "nothing_here"],
    ["link.example.com", "/metrics", "nothing_here"],
    ["link.example.com", "/api/v1/linked-users", "nothing_here"],
    ["link.example.com:8080", "/users", "nothing_here"],
    ["link.example.com", "/connect/x", "link.example.com"],
    ["link.example.com", "/api/connect/status", "link.example.com"],
    ["link.example.com", "/livez", "link.example.com"],
    ["link.example.com", "/robots.txt", "link.example.com"],
    ["link.example.com", "/.well-known/security.txt", "link.example.com"],
    ["x@link.example.com", "/users", "misdirected"],
    ["10.0.0.5:3000", "/users", "misdirected"],
    ["10.0.0.5:3000", "/", "misdirected"],
    ["10.0.0.5:3000", "/api/live", "misdirected"],
    ["10.0.0.5:3000", "/connect/x", "link.example.com"],
    ["10.0.0.5:3000", "/_next/static/a.js", "dash.example.com"],
    ["10.0.0.5:3000", "/api/v1/linked-users", "dash.example.com"],
    ["10.0.0.5:3000", "/metrics", "dash.example.com"],
    [null, "/sign-in", "misdirected"],
  ])("%s%s", (host, path, seen) => {
    expect(place(TWO, host, path)).toBe(seen);
  });

  it("tells two ports of one host apart, and believes nobody who leaves the port out", () => {
    expect(place(PORTS, "dash.example.com:443")).toBe("dash.example.com");
    expect(place(PORTS, "dash.example.com:8443")).toBe("nothing_here");
    expect(place(PORTS, "dash.example.com:3000")).toBe("misdirected");
  });
});
