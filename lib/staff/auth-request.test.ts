import { expect, it } from "vitest";
import { refuseAuthRequest, safeDestination } from "./auth-request";

const FORM = "application/x-www-form-urlencoded";

async function refused(method: string, action: string, body?: string, type = FORM): Promise<number | null> {
  const [path = "", query = ""] = action.split("?");
  const url = `https://dash.example.com/api/auth/${action}`;
  const init = body === undefined ? { method } : { method, body, headers: { "content-type": type } };
  return (await refuseAuthRequest(new Request(query === "" ? url : `${url}`, init), path))?.status ?? null;
}

it.each([
  ["a sign-in", "POST", "callback/credentials", "email=a&callbackUrl=%2Fusers", FORM, null],
  ["a whole URL", "POST", "callback/credentials", "callbackUrl=https://dash.example.com/", FORM, null],
  ["no URL", "POST", "callback/credentials", "callbackUrl=http://localhost:3000.evil.example/", FORM, 400],
  ["an array", "POST", "signout", '{"callbackUrl":["/"]}', "application/json", 400],
  ["broken JSON", "POST", "callback/credentials", "{", "application/json", 400],
  ["null", "POST", "session", "null", "application/json", 400],
  ["reading what is to be posted", "GET", "callback/credentials", undefined, FORM, 405],
  ["a provider that is not ours", "GET", "signin/github", undefined, FORM, 404],
  ["a callback that is not ours", "POST", "callback/github", "a=1", FORM, 404],
  ["no URL in the query", "GET", "signin?callbackUrl=http://x:y/", undefined, FORM, 400],
  ["the session", "GET", "session", undefined, FORM, null],
])("%s", async (_what, method, action, body, type, status) => {
  expect(await refused(method, action, body, type)).toBe(status);
});

it("removes a cookie that leads nowhere", async () => {
  const url = "https://dash.example.com/api/auth/csrf";
  const ask = (cookie: string) => refuseAuthRequest(new Request(url, { headers: { cookie } }), "csrf");
  const refusal = await ask("locale=fr; next-auth.callback-url=http%3A%2F%2Fx%3Ay%2F");
  expect(refusal?.status).toBe(400);
  expect(refusal?.headers.get("set-cookie")).toMatch(/^next-auth\.callback-url=; .*Max-Age=0/);
  expect(await ask("next-auth.callback-url=https%3A%2F%2Fdash.example.com")).toBeNull();
});

it.each([
  ["/users", "https://dash.example.com/users"],
  ["https://dash.example.com/users", "https://dash.example.com/users"],
  ["//evil.example", "https://dash.example.com"],
  ["https://evil.example/", "https://dash.example.com"],
  ["http://localhost:3000.evil.example/", "https://dash.example.com"],
])("%s leads to %s", (wish, destination) => {
  expect(safeDestination(wish, "https://dash.example.com")).toBe(destination);
});

it("knows OpenID Connect only where it is set up, by its two steps", async () => {
  const status = async (method: string, action: string, withOidc: boolean) => {
    const request = new Request(`https://dash.example.com/api/auth/${action}`, { method });
    return (await refuseAuthRequest(request, action, withOidc))?.status ?? null;
  };
  expect(await status("GET", "callback/oidc", true)).toBeNull();
  expect(await status("POST", "signin/oidc", true)).toBeNull();
  for (const [method, action] of [
    ["POST", "callback/oidc"],
    ["GET", "signin/oidc"],
  ] as const) {
    expect(await status(method, action, true)).toBe(405);
    expect(await status(method, action, false)).toBe(404);
  }
});
