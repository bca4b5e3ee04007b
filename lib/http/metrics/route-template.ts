const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/^\/$/, "/"],
  [/^\/sign-in$/, "/sign-in"],
  [/^\/users$/, "/users"],
  [/^\/users\/(funnel|import|outage|unowned)$/, "/users/$1"],
  [/^\/users\/[^/]+$/, "/users/{id}"],
  [/^\/transactions$/, "/transactions"],
  [/^\/transactions\/unattributed(\/import)?$/, "/transactions/unattributed$1"],
  [/^\/(deliveries|audit|settings)$/, "/$1"],
  [/^\/settings\/api-keys\/[^/]+$/, "/settings/api-keys/{id}"],
  [/^\/settings\/(api-keys|connect|keys|notifications|references)$/, "/settings/$1"],
  [/^\/connect\/[^/]+$/, "/connect/{session}"],
  [/^\/api\/connect\/(attempts|events|not-me|reconnect|status)$/, "/api/connect/$1"],
  [/^\/api\/connect\/logo\/[^/]+$/, "/api/connect/logo/{site}"],
  [/^\/api\/auth\/.*$/, "/api/auth/*"],
  [/^\/api\/(health|live|palette)$/, "/api/$1"],
  [
    /^\/api\/v1\/(connect-sessions|linked-users|cards|card-assignments|transactions|events|openapi\.json)$/,
    "/api/v1/$1",
  ],
  [/^\/api\/v1\/connect-sessions\/[^/]+$/, "/api/v1/connect-sessions/{id}"],
  [/^\/api\/v1\/connect-sessions\/[^/]+\/cancel$/, "/api/v1/connect-sessions/{id}/cancel"],
  [/^\/api\/v1\/(linked-users|cards|transactions)\/[^/]+$/, "/api/v1/$1/{id}"],
  [/^\/api\/v1\/linked-users\/[^/]+\/token$/, "/api/v1/linked-users/{id}/token"],
  [/^\/api\/webhooks\/.*$/, "/api/webhooks/*"],
  [/^\/_next\/.*$/, "/_next/*"],
  [/^\/(livez|readyz|metrics)$/, "/$1"],
];

/** The template of a path, so that metrics contain neither secrets nor a label for every guessed path. */
export function routeTemplate(path: string): string {
  for (const [pattern, template] of KNOWN) if (pattern.test(path)) return path.replace(pattern, template);
  return "other";
}
