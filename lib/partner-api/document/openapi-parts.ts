import { z } from "zod";
import { MOST_REQUESTS } from "@/lib/partner-api/handle";
import type { ApiScope } from "@/lib/partner-api/keys/scopes";
import { EXAMPLE } from "./fields";

/** What operations of the document are made of. */
const TAGS: Readonly<Record<ApiScope, string>> = {
  "connect_sessions:write": "Connect sessions",
  "connect_sessions:read": "Connect sessions",
  "linked_users:read": "Linked users",
  "tokens:read": "Linked users",
  "cards:read": "Cards and payments",
  "cards:write": "Cards and payments",
  "transactions:read": "Cards and payments",
  "events:read": "Events",
};

/** An operation's name, what it does, and the scope it needs. */
export function operation(operationId: string, summary: string, scope: ApiScope) {
  return { operationId, summary, tags: [TAGS[scope]], description: `Needs the scope \`${scope}\`.` };
}

/** The `{id}` of a path. */
export const idOf = (what: string, example: string) => ({
  name: "id",
  in: "path",
  required: true,
  description: `The ${what}'s id`,
  schema: { type: "string", format: "uuid", maxLength: 36, examples: [example] },
});
export const USER_ID = idOf("linked user", EXAMPLE.user);
export const SESSION_ID = idOf("connect link", EXAMPLE.session);

/** Every POST takes it. */
export const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "Names the request: sent again within a day with the same body, it gets the same answer and changes nothing more; with another body, it is refused with 422",
  schema: {
    type: "string",
    minLength: 1,
    maxLength: 255,
    pattern: "^[\\x21-\\x7e]+$",
    examples: ["0b9f3c1e-6a0e-4c39-8f0e-3d1f6c2a7b55"],
  },
};

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
export const json = (name: string) => ({ "application/json": { schema: reference(name) } });
const count = (description: string, example: number) => ({
  description,
  schema: { type: "integer", format: "int32", minimum: 0, maximum: MOST_REQUESTS, examples: [example] },
});
/** What `handleApi` says of a key's limit in each answer to it. */
const LIMITS = {
  "RateLimit-Limit": count("Requests that the key may make in a quarter of an hour", MOST_REQUESTS),
  "RateLimit-Remaining": count("How many of them are left", 8_999),
  "RateLimit-Reset": count("In how many seconds they count from nothing again", 600),
};
const RETRY_AFTER = { "Retry-After": count("How many seconds to wait", 600) };

/** What is answered if all is well. */
export const answer = (name: string, description: string) => ({
  description,
  headers: LIMITS,
  content: json(name),
});

const WRONG: Readonly<Record<number, string>> = {
  400: "The body is not JSON in UTF-8",
  401: "There is no API key, or it may not be used",
  403: "The key lacks the scope",
  404: "The key's site has nothing with this id",
  409: "It cannot be done in this state",
  410: "Some events after this one were removed by their age, or the feed was set back to before it",
  413: "The body is too large",
  415: "The body is not sent as JSON, or is compressed",
  422: "Some fields are wrong",
  429: "Too many requests",
  500: "Something went wrong on our side",
};

/** What may be answered otherwise. */
export function problems(...more: number[]): Record<string, object> {
  const content = { "application/problem+json": { schema: reference("Problem") } };
  const statuses = [401, 403, 429, 500, ...more];
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: WRONG[status] ?? "Something is wrong", headers: headersOf(status), content },
    ]),
  );
}

/** Without a valid key there is no limit to tell of, and a fault tells nothing. */
function headersOf(status: number): object {
  if (status === 401 || status >= 500) return {};
  return status === 429 ? { ...LIMITS, ...RETRY_AFTER } : LIMITS;
}

/** The parameters of a query, from the schema that it is parsed with. */
export function queryParameters(schema: z.ZodType): object[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: "input" });
  return Object.entries(properties).map(([name, own]) => {
    const { description = "", ...rest } = typeof own === "object" ? own : {};
    return { name, in: "query", required: false, description, schema: rest };
  });
}
