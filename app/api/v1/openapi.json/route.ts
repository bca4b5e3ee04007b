import { makeOpenApi } from "@/lib/partner-api/document/openapi";
import { refuseAllButGet } from "@/lib/partner-api/methods";
import { getRuntime } from "@/lib/runtime";

/** The API's own description, for everybody. */
export function GET(): Response {
  return Response.json(makeOpenApi(getRuntime().env.APP_URL));
}

export const { POST, PUT, PATCH, DELETE } = refuseAllButGet();
