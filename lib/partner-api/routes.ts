import { z } from "zod";
import { readCursor } from "@/lib/db/cursor";
import { countTry } from "@/lib/db/rate-limit";
import { listUsers, readSession } from "./api-store";
import { createSession, describeSession } from "./connect-sessions";
import { type ApiDependencies, handleApi, readBody, tooMany } from "./handle";
import { describeUser, handToken } from "./linked-users";
import { answerInvalid, answerJson, answerProblem } from "./problems";
import { createConnectSessionSchema, listLinkedUsersSchema } from "./schemas";

/** Tokens that one key may read in 15 minutes. */
const MOST_TOKENS = 300;

/** `POST /api/v1/connect-sessions` */
export function postConnectSession(deps: ApiDependencies, request: Request): Promise<Response> {
  return handleApi(deps, request, "connect_sessions:write", async (caller) => {
    const body = await readBody(request, createConnectSessionSchema);
    if (!body.ok) return body.answer;
    const result = await createSession(caller, deps, body.value);
    if (result.ok) return answerJson(201, result.session);
    const message =
      result.allowed === null
        ? "leave it out, or set the return origin in Settings, Connect page"
        : `must be of the origin ${result.allowed}, which is set in Settings, Connect page`;
    return answerProblem("invalid", { errors: [{ field: "return_url", message }] });
  });
}

/** `GET /api/v1/connect-sessions/{id}` */
export function getConnectSession(deps: ApiDependencies, request: Request, id: string): Promise<Response> {
  return handleApi(deps, request, "connect_sessions:read", async ({ scope }) => {
    const found = isId(id) ? await readSession(scope, deps.database.prisma, id) : null;
    return found === null ? answerProblem("not_found") : answerJson(200, describeSession(found));
  });
}

/** `GET /api/v1/linked-users` */
export function getLinkedUsers(deps: ApiDependencies, request: Request): Promise<Response> {
  return handleApi(deps, request, "linked_users:read", async ({ scope }) => {
    const asked = listLinkedUsersSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!asked.success) return answerInvalid(asked.error);
    const { external_reference: externalReference, cursor, limit } = asked.data;
    const after = readCursor(cursor);
    if (cursor !== undefined && after === null)
      return answerProblem("invalid", { errors: [{ field: "cursor", message: "is none of ours" }] });
    const page = await listUsers(scope, deps.database.prisma, { externalReference, after, limit });
    return answerJson(200, { linked_users: page.rows.map(describeUser), next_cursor: page.next });
  });
}

/** `GET /api/v1/linked-users/{id}/token` */
export function getToken(deps: ApiDependencies, request: Request, id: string): Promise<Response> {
  return handleApi(deps, request, "tokens:read", async (caller) => {
    if (!(await countTry(deps.database.prisma, `api token ${caller.keyId}`, MOST_TOKENS))) return tooMany();
    if (!isId(id)) return answerProblem("not_found");
    const handed = await handToken(caller, deps, id);
    return handed.ok ? answerJson(200, handed.token) : answerProblem(handed.problem);
  });
}

function isId(text: string): boolean {
  return z.uuid().safeParse(text).success;
}
