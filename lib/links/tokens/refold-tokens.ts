import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { LiveChange } from "@/lib/live/publish";
import { deriveSessions, recomputeUserStates } from "./derived-states-store";
import { foldHistories } from "./fold-tokens";
import {
  loadAssigned,
  loadAttemptFacts,
  loadTokenHistories,
  readTokenSites,
  writeFoldedTokens,
} from "./tokens-store";

/**
 * Folds tokens again from their whole history, and everything that depends on them: connect sessions, users' states.
 *
 * @returns what open pages must be told
 */
export async function refoldTokens(
  scope: SystemScope,
  tx: Db,
  tokenIds: readonly string[],
): Promise<LiveChange[]> {
  const histories = await loadTokenHistories(scope, tx, tokenIds);
  const named = histories.flatMap(({ attemptId }) => attemptId ?? []);
  const attempts = await loadAttemptFacts(scope, tx, named);
  const concerned = histories.map(({ tokenId }) => tokenId);
  const assigned = await loadAssigned(scope, tx, concerned);
  const { tokens: folded, links } = foldHistories(histories, attempts, assigned);
  const owners = await writeFoldedTokens(scope, tx, folded);
  const moved = await deriveSessions(scope, tx, links);
  const users = [...owners, ...moved.map(({ linkedUserId }) => linkedUserId)];
  const changed = await recomputeUserStates(scope, tx, users);
  const sites = await readTokenSites(
    scope,
    tx,
    folded.map(({ tokenId }) => tokenId),
  );
  return [
    ...sites.map(({ id, siteId }): LiveChange => ({ siteId, kind: "token", entityId: id })),
    ...moved.map(({ id, siteId }): LiveChange => ({ siteId, kind: "connect_session", entityId: id })),
    ...changed.map(({ id, siteId }): LiveChange => ({ siteId, kind: "linked_user", entityId: id })),
  ];
}
