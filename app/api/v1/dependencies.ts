import { connectUrl } from "@/lib/env";
import type { ApiDependencies } from "@/lib/partner-api/handle";
import { getRuntime } from "@/lib/runtime";

/** What the API's routes need. */
export function apiDependencies(): ApiDependencies {
  const { database, auditKeys, env, hub, apiRequests } = getRuntime();
  return { database, keys: auditKeys, connectUrl: connectUrl(env), feed: hub.feed, requests: apiRequests };
}
