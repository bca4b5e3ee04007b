import { readIdentity } from "@/lib/anytime/identity";
import { escapeDirections } from "@/lib/anytime/values/visible-text";
import { assignNamedCards, type NamedResult } from "@/lib/cards/attribution/assign-named";
import { answerOnce } from "./answer-once";
import { type CardFacts, listCards, readCard } from "./cards-store";
import {
  type ApiAssignment,
  type ApiCard,
  type AskedAssignment,
  assignCardsSchema,
  listCardsSchema,
} from "./document/card-schemas";
import { type ApiDependencies, handleApi, readBody } from "./handle";
import { isId } from "./is-id";
import { bindCursors } from "./list-page";
import { answerInvalid, answerJson, answerProblem } from "./problems";

/** `GET /api/v1/cards` */
export function getCards(deps: ApiDependencies, request: Request): Promise<Response> {
  return handleApi(deps, request, "cards:read", async (caller) => {
    const asked = listCardsSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!asked.success) return answerInvalid(asked.error);
    const { cursor, limit, linked_user_id: userId, attributed } = asked.data;
    const cursors = bindCursors(caller, "cards by age", { userId, attributed });
    const read = cursors.read(cursor);
    if (!read.ok) return read.answer;
    const filters = { userId, attributed: attributed === undefined ? undefined : attributed === "true" };
    const { after } = read.place;
    const found = await listCards(caller.scope, deps.database.prisma, { filters, after, limit });
    const page = cursors.cut(found, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
    return answerJson(200, { cards: page.rows.map(describeCard), next_cursor: page.next });
  });
}

/** `GET /api/v1/cards/{id}` */
export function getCard(deps: ApiDependencies, request: Request, id: string): Promise<Response> {
  return handleApi(deps, request, "cards:read", async ({ scope }) => {
    const found = isId(id) ? await readCard(scope, deps.database.prisma, id) : null;
    return found === null ? answerProblem("not_found") : answerJson(200, describeCard(found));
  });
}

/** `POST /api/v1/card-assignments` */
export function postCardAssignments(deps: ApiDependencies, request: Request): Promise<Response> {
  return handleApi(deps, request, "cards:write", async (caller) => {
    const body = await readBody(request, assignCardsSchema);
    if (!body.ok) return body.answer;
    return answerOnce(caller, deps, request, body.value, async (tx) => {
      const pairs = body.value.assignments.map(toPair);
      const results = await assignNamedCards(caller.scope, tx, deps.keys, caller.siteId, pairs);
      return { ok: true, status: 200, body: { results: results.map(describeAssignment) } };
    });
  });
}

function toPair(asked: AskedAssignment) {
  return {
    cardId: asked.card_id,
    ...{ cardRef: compared(asked.card_ref), accId: compared(asked.acc_id) },
    ...{ userId: asked.linked_user_id, externalReference: asked.external_reference },
    wholeAccount: asked.whole_account,
  };
}

/** A name of the bank, as it was compared when it was stored. */
function compared(name: string | undefined): string | undefined {
  return name === undefined ? undefined : (readIdentity(name) ?? name);
}

function describeAssignment({ outcome, cardId, userId, externalReference }: NamedResult): ApiAssignment {
  const linked_user = userId === null ? null : { id: userId, external_reference: externalReference };
  return { outcome, card_id: cardId, linked_user };
}

function describeCard(facts: CardFacts): ApiCard {
  const { userId, externalReference, cardType, bankStatus } = facts;
  return {
    id: facts.id,
    card_ref: escapeDirections(facts.cardRef),
    acc_id: escapeDirections(facts.accId),
    linked_user: userId === null ? null : { id: userId, external_reference: externalReference },
    card_type: cardType === null ? null : escapeDirections(cardType),
    bank_status: bankStatus === null ? null : escapeDirections(bankStatus),
    created_at: facts.createdAt.toISOString(),
    last_transaction_at: facts.lastTransactionAt?.toISOString() ?? null,
  };
}
