import type { Instrumentation } from "next";

/** Prepares the process if Next runs without server.ts (`next dev`, another host's server). */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { bootOnce } = await import("@/lib/boot");
  await bootOnce();
}

/** Errors are logged by kind and route template: paths and messages can contain secrets. */
export const onRequestError: Instrumentation.onRequestError = async (error, _request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { log } = await import("@/lib/log");
  const kind = error instanceof Error ? error.name : "unknown";
  const digest =
    typeof error === "object" && error !== null && "digest" in error ? String(error.digest) : undefined;
  log.error({ kind, digest, route: context.routePath, type: context.routeType }, "request failed");
};
