import { z } from "zod";
import {
  assignCardsSchema,
  assignmentsSchema,
  cardPageSchema,
  cardSchema,
  listCardsSchema,
} from "./card-schemas";
import { eventPageSchema, eventSchema, listEventsSchema } from "./event-schemas";
import { EXAMPLE } from "./fields";
import {
  answer,
  IDEMPOTENCY_KEY,
  idOf,
  json,
  operation,
  problems,
  queryParameters,
  SESSION_ID,
  USER_ID,
} from "./openapi-parts";
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
import { listTransactionsSchema, transactionPageSchema, transactionSchema } from "./transaction-schemas";

const ANSWERS = [
  connectSessionSchema,
  createdConnectSessionSchema,
  linkedUserSchema,
  linkedUserPageSchema,
  tokenSchema,
  cardSchema,
  cardPageSchema,
  assignmentsSchema,
  transactionSchema,
  transactionPageSchema,
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
      { name: "Cards and payments", description: "Cards, and what was paid with them" },
      { name: "Events", description: "What happened, in order" },
    ],
    security: [{ apiKey: [] }],
    paths: { ...sessionPaths(), ...userPaths(), ...paymentPaths(), ...eventPaths() },
    components: {
      schemas: makeSchemas(),
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "Created in Settings, API keys" },
      },
    },
  };
}

function sessionPaths() {
  return {
    "/api/v1/connect-sessions": {
      post: {
        ...operation(
          "createConnectSession",
          "Invite a user: create a connect link",
          "connect_sessions:write",
        ),
        parameters: [IDEMPOTENCY_KEY],
        requestBody: { required: true, description: "Whom to invite", content: json("CreateConnectSession") },
        responses: {
          201: answer("CreatedConnectSession", "The new link"),
          ...problems(400, 409, 413, 415, 422),
        },
      },
    },
    "/api/v1/connect-sessions/{id}": {
      get: {
        ...operation("getConnectSession", "The progress of a connect link", "connect_sessions:read"),
        parameters: [SESSION_ID],
        responses: { 200: answer("ConnectSession", "The link"), ...problems(404) },
      },
    },
    "/api/v1/connect-sessions/{id}/cancel": {
      post: {
        ...operation("cancelConnectSession", "Cancel an unused connect link", "connect_sessions:write"),
        parameters: [SESSION_ID, IDEMPOTENCY_KEY],
        responses: { 200: answer("ConnectSession", "The link, cancelled"), ...problems(404, 409, 422) },
      },
    },
  };
}

function userPaths() {
  return {
    "/api/v1/linked-users": {
      get: {
        ...operation("listLinkedUsers", "Linked users, newest first", "linked_users:read"),
        parameters: queryParameters(listLinkedUsersSchema),
        responses: { 200: answer("LinkedUserPage", "One page"), ...problems(422) },
      },
    },
    "/api/v1/linked-users/{id}": {
      get: {
        ...operation("getLinkedUser", "A linked user", "linked_users:read"),
        parameters: [USER_ID],
        responses: { 200: answer("LinkedUser", "The linked user"), ...problems(404) },
      },
    },
    "/api/v1/linked-users/{id}/token": {
      get: {
        ...operation("getToken", "A linked user's token; every read is audited", "tokens:read"),
        parameters: [USER_ID],
        responses: { 200: answer("Token", "Their newest active token"), ...problems(404, 409) },
      },
    },
  };
}

function paymentPaths() {
  return {
    "/api/v1/cards": {
      get: {
        ...operation("listCards", "Cards, newest first", "cards:read"),
        parameters: queryParameters(listCardsSchema),
        responses: { 200: answer("CardPage", "One page"), ...problems(422) },
      },
    },
    "/api/v1/cards/{id}": {
      get: {
        ...operation("getCard", "A card", "cards:read"),
        parameters: [idOf("card", EXAMPLE.card)],
        responses: { 200: answer("Card", "The card"), ...problems(404) },
      },
    },
    "/api/v1/card-assignments": {
      post: {
        ...operation("assignCards", "Assign cards to linked users", "cards:write"),
        parameters: [IDEMPOTENCY_KEY],
        requestBody: { required: true, description: "Which card is whose", content: json("AssignCards") },
        responses: {
          200: answer("CardAssignments", "What became of each"),
          ...problems(400, 413, 415, 422),
        },
      },
    },
    "/api/v1/transactions": {
      get: {
        ...operation("listTransactions", "Card payments, newest first", "transactions:read"),
        parameters: queryParameters(listTransactionsSchema),
        responses: { 200: answer("TransactionPage", "One page"), ...problems(422) },
      },
    },
    "/api/v1/transactions/{id}": {
      get: {
        ...operation("getTransaction", "A card payment", "transactions:read"),
        parameters: [idOf("payment", EXAMPLE.transaction)],
        responses: { 200: answer("Transaction", "The payment"), ...problems(404) },
      },
    },
  };
}

function eventPaths() {
  return {
    "/api/v1/events": {
      get: {
        ...operation("listEvents", "What happened, in order; waits for it if asked to", "events:read"),
        parameters: queryParameters(listEventsSchema),
        responses: { 200: answer("EventPage", "Events, oldest first"), ...problems(410, 422) },
      },
    },
  };
}

function makeSchemas(): Record<string, object> {
  return {
    ...toDocument(ANSWERS, "output"),
    ...toDocument([createConnectSessionSchema, assignCardsSchema], "input"),
  };
}

function toDocument(schemas: readonly z.ZodType[], io: "input" | "output"): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  for (const schema of schemas) registry.add(schema, { id: nameOf(schema) });
  const uri = (id: string) => `#/components/schemas/${id}`;
  const described = z.toJSONSchema(registry, { uri, io }).schemas;
  return Object.fromEntries(
    Object.entries(described).map(([name, { $schema: _dialect, $id: _address, id: _id, ...schema }]) => [
      name,
      schema,
    ]),
  );
}

function nameOf(schema: z.ZodType): string {
  const { id } = z.globalRegistry.get(schema) ?? {};
  if (id === undefined) throw new Error("a schema of the API has no name");
  return id;
}
