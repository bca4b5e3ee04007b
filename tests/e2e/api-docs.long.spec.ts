import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import createClient from "openapi-fetch";
import type { z } from "zod";
import { assignmentsSchema, cardPageSchema } from "@/lib/partner-api/document/card-schemas";
import { eventPageSchema } from "@/lib/partner-api/document/event-schemas";
import {
  connectSessionSchema,
  createdConnectSessionSchema,
  linkedUserPageSchema,
  linkedUserSchema,
  problemSchema,
} from "@/lib/partner-api/document/schemas";
import { transactionPageSchema, transactionSchema } from "@/lib/partner-api/document/transaction-schemas";
import type { paths } from "../../client/anytime-connect";
import { expect, signInStrongly, test } from "./fixtures";

const run = promisify(execFile);

/** The commands of the documentation, in its order, without those that set its variables. */
async function readCommands(): Promise<string[]> {
  const text = await readFile("docs/api.md", "utf8");
  const blocks = Array.from(text.matchAll(/```sh\n(.*?)```/gs), ([, block]) => block ?? "");
  return blocks.filter((block) => block.startsWith("curl "));
}

async function makeKey(page: Page, url: string, name: string): Promise<string> {
  await page.goto(`${url}/settings/api-keys`);
  await page.getByRole("button", { name: "Create a key" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Assign cards to linked users cards:write").check();
  await page.getByLabel("Read tokens tokens:read").check();
  await page.getByLabel("Addresses").fill("127.0.0.1, ::1");
  await page.getByRole("button", { name: "Create key" }).click();
  return page.getByLabel("API key", { exact: true }).inputValue();
}

test("every request of the documentation works as it is copied, on a fresh dashboard", async ({
  page,
  demo,
}) => {
  await signInStrongly(page, demo);
  const key = await makeKey(page, demo.url, "Documentation");
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    DASHBOARD_URL: demo.url,
    ANYTIME_CONNECT_API_KEY: key,
  };
  const answers: [string, string][] = [];
  for (const command of await readCommands()) {
    const silent = command.replace(/^curl /, "curl --silent --write-out '\n%{http_code}' ");
    const { stdout } = await run("sh", ["-c", silent], { env });
    const [, body = "", status = ""] = /^(.*)\n(\d+)$/s.exec(stdout) ?? [];
    answers.push([status, body]);
    if (status !== "201") continue;
    const made = createdConnectSessionSchema.parse(JSON.parse(body));
    env.SESSION_ID = made.id;
    env.LINKED_USER_ID = made.linked_user.id;
  }
  expect(answers.map(([status]) => status)).toEqual(["201", "200", "200", "409", "200", "200", "200"]);
  expect(problemSchema.parse(JSON.parse(answers[3]?.[1] ?? "")).type).toBe(
    "urn:anytime-connect:no_active_token",
  );
});

test("the typed client reads what the server answers, and the key's page shows what it asked", async ({
  page,
  demo,
}) => {
  await signInStrongly(page, demo);
  const key = await makeKey(page, demo.url, "Typed client");
  const client = createClient<paths>({ baseUrl: demo.url, headers: { Authorization: `Bearer ${key}` } });
  /** What the client types is what the server's own schemas take, and nothing more. */
  const taken = (schema: z.ZodType, { data, error }: { data?: unknown; error?: unknown }) => {
    expect(error).toBeUndefined();
    expect(schema.parse(data)).toEqual(data);
  };
  const body = { external_reference: "typed-client", name: "Typed Client" };
  const order = { body, params: { header: { "Idempotency-Key": randomUUID() } } };
  const made = await client.POST("/api/v1/connect-sessions", order);
  taken(createdConnectSessionSchema, made);
  expect((await client.POST("/api/v1/connect-sessions", order)).data).toEqual(made.data);
  const path = { id: made.data?.id ?? "" };
  taken(connectSessionSchema, await client.GET("/api/v1/connect-sessions/{id}", { params: { path } }));
  const user = { id: made.data?.linked_user.id ?? "" };
  taken(linkedUserSchema, await client.GET("/api/v1/linked-users/{id}", { params: { path: user } }));
  taken(linkedUserPageSchema, await client.GET("/api/v1/linked-users", { params: { query: { limit: 2 } } }));
  const wanted = [{ card_ref: "no-such-card", external_reference: "typed-client" }];
  const outcomes = await client.POST("/api/v1/card-assignments", { body: { assignments: wanted } });
  taken(assignmentsSchema, outcomes);
  expect(outcomes.data?.results[0]?.outcome).toBe("card_not_found");
  taken(cardPageSchema, await client.GET("/api/v1/cards", { params: { query: { limit: 5 } } }));
  const listed = await client.GET("/api/v1/transactions", { params: { query: { limit: 5 } } });
  taken(transactionPageSchema, listed);
  const [payment] = listed.data?.transactions ?? [];
  const one = { params: { path: { id: payment?.id ?? "" } } };
  taken(transactionSchema, await client.GET("/api/v1/transactions/{id}", one));
  taken(eventPageSchema, await client.GET("/api/v1/events", { params: { query: { limit: 5 } } }));
  const cancelled = await client.POST("/api/v1/connect-sessions/{id}/cancel", { params: { path } });
  expect(cancelled.data?.state).toBe("cancelled");
  const token = await client.GET("/api/v1/linked-users/{id}/token", { params: { path: user } });
  expect(problemSchema.parse(token.error)).toMatchObject({ status: 409 });

  await page.reload();
  await page.getByRole("link", { name: "Typed client" }).click();
  await page.waitForURL(/\/settings\/api-keys\/.+/);
  // Requests are written down in the background.
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("cell", { name: "no_active_token" })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await page.getByRole("link", { name: "Only problems" }).click();
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(page.getByRole("row", { name: /linked-users\/\{id\}\/token/ })).toContainText(
    /127\.0\.0\.1|::1/,
  );
});

test("says what is wrong and what to do, for whatever address, method and bytes", async ({ demo }) => {
  const ask = async (path: string, init: RequestInit) => {
    const answer = await fetch(`${demo.url}/api/v1${path}`, init);
    expect(answer.headers.get("content-type"), path).toBe("application/problem+json");
    return problemSchema.parse(await answer.json()).status;
  };
  expect(await ask("", { method: "GET" })).toBe(404);
  expect(await ask("/linked_users", { method: "GET" })).toBe(404);
  expect(await ask("/linked-users/1/tokens/2", { method: "DELETE" })).toBe(404);
  expect(await ask("/linked-users", { method: "POST" })).toBe(405);
  expect(await ask("/connect-sessions", { method: "GET" })).toBe(405);
  expect(await ask("/openapi.json", { method: "PUT" })).toBe(405);
});
