import { refuseAllButGet } from "@/lib/partner-api/methods";
import { makeOpenApi } from "@/lib/partner-api/openapi";
import { getRuntime } from "@/lib/runtime";

/** The API's own description, for everybody. */
export function GET(): Response {
  return Response.json(makeOpenApi(getRuntime().env.APP_URL));
}

export const { POST, PUT, PATCH, DELETE } = refuseAllButGet();
