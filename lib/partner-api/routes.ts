import { addTry } from "@/lib/db/rate-limit";
import { answerOnce } from "./answer-once";
import { listUsers, readSession, readUser } from "./api-store";
import { cancelSession, createSession, describeSession } from "./connect-sessions";
import { createConnectSessionSchema, listLinkedUsersSchema } from "./document/schemas";
import { type ApiDependencies, handleApi, readBody, tooMany } from "./handle";
import { isId } from "./is-id";
import { describeUser, handToken } from "./linked-users";
import { bindCursors } from "./list-page";
import { answerInvalid, answerJson, answerProblem } from "./problems";

/** Tokens that one key may read in 15 minutes. */
const MOST_TOKENS = 300;

/** `POST /api/v1/connect-sessions` */
export function postConnectSession(deps: ApiDependencies, request: Request): Promise<Response> {
  return handleApi(deps, request, "connect_sessions:write", async (caller) => {
    const body = await readBody(request, createConnectSessionSchema);
    if (!body.ok) return body.answer;
    return answerOnce(caller, deps, request, body.value, async (tx) => {
      const result = await createSession(caller, deps, tx, body.value);
      if (result.ok) return { ok: true, status: 201, body: result.session };
      const answer =
        result.problem === "return_url" ? answerReturnUrl(result.allowed) : answerProblem(result.problem);
      return { ok: false, answer };
    });
  });
}

function answerReturnUrl(allowed: string | null): Response {
  const message =
    allowed === null
      ? "leave it out, or set the return origin in Settings, Connect page"
      : `must be of the origin ${allowed}, which is set in Settings, Connect page`;
  return answerProblem("invalid", { errors: [{ field: "return_url", message }] });
}

/** `POST /api/v1/connect-sessions/{id}/cancel` */
export function postCancellation(deps: ApiDependencies, request: Request, id: string): Promise<Response> {
  return handleApi(deps, request, "connect_sessions:write", async (caller) => {
    if (!isId(id)) return answerProblem("not_found");
    return answerOnce(caller, deps, request, null, async (tx) => {
      const result = await cancelSession(caller, deps, tx, id);
      return result.ok
        ? { ok: true, status: 200, body: result.session }
        : { ok: false, answer: answerProblem(result.problem) };
    });
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
  return handleApi(deps, request, "linked_users:read", async (caller) => {
    const asked = listLinkedUsersSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!asked.success) return answerInvalid(asked.error);
    const { external_reference: externalReference, cursor, limit } = asked.data;
    const cursors = bindCursors(caller, "linked users by age", { externalReference });
    const read = cursors.read(cursor);
    if (!read.ok) return read.answer;
    const { after } = read.place;
    const found = await listUsers(caller.scope, deps.database.prisma, { externalReference, after, limit });
    const page = cursors.cut(found, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
    return answerJson(200, { linked_users: page.rows.map(describeUser), next_cursor: page.next });
  });
}

/** `GET /api/v1/linked-users/{id}` */
export function getLinkedUser(deps: ApiDependencies, request: Request, id: string): Promise<Response> {
  return handleApi(deps, request, "linked_users:read", async ({ scope }) => {
    const found = isId(id) ? await readUser(scope, deps.database.prisma, id) : null;
    return found === null ? answerProblem("not_found") : answerJson(200, describeUser(found));
  });
}

/** `GET /api/v1/linked-users/{id}/token` */
export function getToken(deps: ApiDependencies, request: Request, id: string): Promise<Response> {
  return handleApi(deps, request, "tokens:read", async (caller) => {
    const tries = await addTry(deps.database.prisma, `api token ${caller.keyId}`);
    if (tries.count > MOST_TOKENS) return tooMany(tries);
    if (!isId(id)) return answerProblem("not_found");
    const handed = await handToken(caller, deps, id);
    return handed.ok ? answerJson(200, handed.token) : answerProblem(handed.problem);
  });
}
