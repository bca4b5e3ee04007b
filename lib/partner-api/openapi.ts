import { z } from "zod";
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
        "What the bank reported to the dashboard. Money is decimal text, ids are strings, times have zones.",
    },
    servers: [{ url: serverUrl }],
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
          parameters: queryParameters(),
          responses: { 200: answer("LinkedUserPage"), ...problems(422) },
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

const ID = { name: "id", in: "path", required: true, schema: { type: "string", format: "uuid" } };
const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (name: string) => ({ "application/json": { schema: reference(name) } });
const answer = (name: string) => ({ description: "As asked", content: json(name) });

function operation(operationId: string, summary: string, scope: ApiScope) {
  return { operationId, summary, description: `Needs the scope \`${scope}\`.` };
}

function problems(...more: number[]): Record<string, object> {
  const content = { "application/problem+json": { schema: reference("Problem") } };
  const statuses = [401, 403, 429, 500, ...more];
  return Object.fromEntries(
    statuses.map((status) => [status, { description: "Something is wrong", content }]),
  );
}

function queryParameters(): object[] {
  const { properties = {} } = z.toJSONSchema(listLinkedUsersSchema, { io: "input" });
  return Object.entries(properties).map(([name, schema]) => ({ name, in: "query", required: false, schema }));
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
