import { expect, it } from "vitest";
import { routeTemplate } from "./route-template";

it.each([
  ["/", "/"],
  ["/users/0190-some-id", "/users/{id}"],
  ["/users/funnel", "/users/funnel"],
  ["/connect/a-secret", "/connect/{session}"],
  ["/api/webhooks/anytime/a-secret", "/api/webhooks/*"],
  ["/api/v1/linked-users/7/token", "/api/v1/linked-users/{id}/token"],
  ["/api/auth/callback/credentials", "/api/auth/*"],
  ["/_next/static/chunks/a.js", "/_next/*"],
  ["/wp-login.php", "other"],
  ["/connect/a-secret/more", "other"],
])("%s is %s", (path, template) => {
  expect(routeTemplate(path)).toBe(template);
});
