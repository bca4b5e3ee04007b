import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { createdConnectSessionSchema, problemSchema } from "@/lib/partner-api/schemas";
import { expect, signIn, test } from "./fixtures";

const run = promisify(execFile);

/** The commands of the documentation, in its order, without those that set its variables. */
async function readCommands(): Promise<string[]> {
  const text = await readFile("docs/api.md", "utf8");
  const blocks = Array.from(text.matchAll(/```sh\n(.*?)```/gs), ([, block]) => block ?? "");
  return blocks.filter((block) => block.startsWith("curl "));
}

test("every request of the documentation works as it is copied, on a fresh dashboard", async ({
  page,
  demo,
}) => {
  await signIn(page, demo);
  await page.goto(`${demo.url}/settings/api-keys`);
  await page.getByRole("button", { name: "Create a key" }).click();
  await page.getByLabel("Name").fill("Documentation");
  await page.getByLabel("Read tokens tokens:read").check();
  await page.getByRole("button", { name: "Create key" }).click();
  const key = await page.getByLabel("API key", { exact: true }).inputValue();
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
