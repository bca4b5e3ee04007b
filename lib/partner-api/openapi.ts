import { z } from "zod";
import { eventPageSchema, eventSchema, listEventsSchema } from "./event-schemas";
import { MOST_REQUESTS } from "./handle";
import {
  connectSessionSchema,
  createConnectSessionSchema,
  createdConnectSessionSchema,
  linkedUserPageSchema,
  linkedUserSchema,
  listLinkedUsersSchema,
  problemSchema,
  tokenSchema,
} from "./schemas";
import type { ApiScope } from "./scopes";

const ANSWERS = [
  connectSessionSchema,
  createdConnectSessionSchema,
  linkedUserSchema,
  linkedUserPageSchema,
  tokenSchema,
  eventSchema,
  eventPageSchema,
  problemSchema,
];

/**
 * The OpenAPI 3.1 document of the API, generated from the schemas that requests are parsed and answers are typed with.
 */
export function makeOpenApi(serverUrl: string): object {
  return {
    openapi: "3.1.0",
    info: {
      title: "Anytime Connect for the partner's own backend",
      version: "1",
      description:
        "What the bank told the dashboard. Money is decimal text, ids are strings, times carry zones.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: serverUrl, description: "This dashboard, in production", "x-internal": false }],
    tags: [
      { name: "Connect sessions", description: "Connect links, and how far each is" },
      { name: "Linked users", description: "People who were invited, and their tokens" },
      { name: "Events", description: "What happened, in order" },
    ],
    security: [{ apiKey: [] }],
    paths: {
      "/api/v1/connect-sessions": {
        post: {
          ...operation(
            "createConnectSession",
            "Invite a user: create a connect link",
            "connect_sessions:write",
          ),
          requestBody: { required: true, content: json("CreateConnectSession") },
          responses: { 201: answer("CreatedConnectSession"), ...problems(400, 413, 415, 422) },
        },
      },
      "/api/v1/connect-sessions/{id}": {
        get: {
          ...operation("getConnectSession", "The progress of a connect link", "connect_sessions:read"),
          parameters: [ID],
          responses: { 200: answer("ConnectSession"), ...problems(404) },
        },
      },
      "/api/v1/linked-users": {
        get: {
          ...operation("listLinkedUsers", "Linked users, newest first", "linked_users:read"),
          parameters: queryParameters(listLinkedUsersSchema),
          responses: { 200: answer("LinkedUserPage"), ...problems(422) },
        },
      },
      "/api/v1/events": {
        get: {
          ...operation("listEvents", "What happened, in order; waits for it if asked to", "events:read"),
          parameters: queryParameters(listEventsSchema),
          responses: { 200: answer("EventPage"), ...problems(410, 422) },
        },
      },
      "/api/v1/linked-users/{id}/token": {
        get: {
          ...operation("getToken", "A linked user's token; every read is audited", "tokens:read"),
          parameters: [ID],
          responses: { 200: answer("Token"), ...problems(404, 409) },
        },
      },
    },
    components: {
      schemas: makeSchemas(),
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "Created in Settings, API keys" },
      },
    },
  };
}

const ID = {
  name: "id",
  in: "path",
  required: true,
  schema: { type: "string", format: "uuid", maxLength: 36 },
};
const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (name: string) => ({ "application/json": { schema: reference(name) } });
const answer = (name: string) => ({ description: "As asked", headers: LIMITS, content: json(name) });
const count = (description: string) => ({
  description,
  schema: { type: "integer", format: "int32", minimum: 0, maximum: MOST_REQUESTS },
});
/** What `handleApi` says of a key's limit in each answer to it. */
const LIMITS = {
  "RateLimit-Limit": count("Requests that the key may make in a quarter of an hour"),
  "RateLimit-Remaining": count("How many of them are left"),
  "RateLimit-Reset": count("In how many seconds they count from nothing again"),
};
const RETRY_AFTER = { "Retry-After": count("How many seconds to wait") };

const TAGS: Readonly<Record<ApiScope, string>> = {
  "connect_sessions:write": "Connect sessions",
  "connect_sessions:read": "Connect sessions",
  "linked_users:read": "Linked users",
  "tokens:read": "Linked users",
  "events:read": "Events",
};

function operation(operationId: string, summary: string, scope: ApiScope) {
  const tags = [TAGS[scope]];
  return { operationId, summary, tags, description: `Needs the scope \`${scope}\`.` };
}

function problems(...more: number[]): Record<string, object> {
  const content = { "application/problem+json": { schema: reference("Problem") } };
  const statuses = [401, 403, 429, 500, ...more];
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: "Something is wrong", headers: headersOf(status), content },
    ]),
  );
}

/** Without a valid key there is no limit to tell of, and a fault tells nothing. */
function headersOf(status: number): object {
  if (status === 401 || status >= 500) return {};
  return status === 429 ? { ...LIMITS, ...RETRY_AFTER } : LIMITS;
}

function queryParameters(schema: z.ZodType): object[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: "input" });
  return Object.entries(properties).map(([name, own]) => ({
    name,
    in: "query",
    required: false,
    schema: own,
  }));
}

function makeSchemas(): Record<string, object> {
  return { ...toDocument(ANSWERS, "output"), ...toDocument([createConnectSessionSchema], "input") };
}

function toDocument(schemas: readonly z.ZodType[], io: "input" | "output"): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  for (const schema of schemas) registry.add(schema, { id: idOf(schema) });
  const uri = (id: string) => `#/components/schemas/${id}`;
  const described = z.toJSONSchema(registry, { uri, io }).schemas;
  return Object.fromEntries(
    Object.entries(described).map(([name, { $schema: _dialect, $id: _address, id: _id, ...schema }]) => [
      name,
      schema,
    ]),
  );
}

function idOf(schema: z.ZodType): string {
  const { id } = z.globalRegistry.get(schema) ?? {};
  if (id === undefined) throw new Error("a schema of the API has no name");
  return id;
}
