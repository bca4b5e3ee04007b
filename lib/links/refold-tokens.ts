import type { Db } from "@/lib/db/client";
import type { Scope } from "@/lib/db/scope";
import type { LiveChange } from "@/lib/live/publish";
import { foldTokens } from "./fold-tokens";
import {
  completeSessions,
  loadAssigned,
  loadAttemptFacts,
  loadTokenHistories,
  readTokenSites,
  recomputeUserStates,
  writeFoldedTokens,
} from "./tokens-store";

/**
 * Folds tokens anew from all that was ever said of them, and what depends on them: connect sessions, users' states.
 *
 * @returns what open pages are to be told
 */
export async function refoldTokens(scope: Scope, tx: Db, tokenIds: readonly string[]): Promise<LiveChange[]> {
  const histories = await loadTokenHistories(scope, tx, tokenIds);
  const named = histories.flatMap(({ attemptId }) => attemptId ?? []);
  const attempts = await loadAttemptFacts(scope, tx, named);
  const concerned = histories.map(({ tokenId }) => tokenId);
  const folded = foldTokens(histories, attempts, await loadAssigned(scope, tx, concerned));
  const owners = await writeFoldedTokens(scope, tx, folded);
  const sessions = folded.flatMap(({ attemptId, grantedAt }) => {
    const facts = attemptId === null ? undefined : attempts.get(attemptId);
    return facts === undefined || grantedAt === null
      ? []
      : [{ sessionId: facts.sessionId, completedAt: grantedAt }];
  });
  await completeSessions(scope, tx, sessions);
  const changed = await recomputeUserStates(scope, tx, owners);
  const sites = await readTokenSites(
    scope,
    tx,
    folded.map(({ tokenId }) => tokenId),
  );
  return [
    ...sites.map(({ id, siteId }): LiveChange => ({ siteId, kind: "token", entityId: id })),
    ...changed.map(({ id, siteId }): LiveChange => ({ siteId, kind: "linked_user", entityId: id })),
  ];
}
