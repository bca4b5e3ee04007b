import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { deriveSessions, recomputeUserStates, toldOfUser } from "@/lib/links/standing/derived-states-store";
import type { Change } from "@/lib/live/publish";
import { type FoldedToken, foldHistories } from "./fold-tokens";
import { loadRefusals, scheduleReadings } from "./readings-store";
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
): Promise<Change[]> {
  const histories = await loadTokenHistories(scope, tx, tokenIds);
  const named = histories.flatMap(({ attemptId }) => attemptId ?? []);
  const attempts = await loadAttemptFacts(scope, tx, named);
  const concerned = histories.map(({ tokenId }) => tokenId);
  const assigned = await loadAssigned(scope, tx, concerned);
  const { tokens, links } = foldHistories(histories, attempts, assigned);
  const refusals = await loadRefusals(scope, tx, concerned);
  const folded = tokens.map((token) => endRefused(token, refusals.get(token.tokenId)));
  const owners = await writeFoldedTokens(scope, tx, folded);
  await scheduleReadings(
    scope,
    tx,
    folded.map(({ tokenId }) => tokenId),
  );
  const moved = await deriveSessions(scope, tx, links);
  const users = [...owners, ...moved.map(({ linkedUserId }) => linkedUserId)];
  const changed = await recomputeUserStates(scope, tx, users);
  const sites = await readTokenSites(
    scope,
    tx,
    folded.map(({ tokenId }) => tokenId),
  );
  return [
    ...sites.map(({ id, siteId }): Change => ({ siteId, kind: "token", entityId: id })),
    ...moved.map(({ id, siteId }): Change => ({ siteId, kind: "connect_session", entityId: id })),
    ...changed.flatMap(toldOfUser),
  ];
}

/** A token that the bank's API refused has ended, whatever notification was lost; unless it was granted again since. */
function endRefused(token: FoldedToken, refusedAt: Date | undefined): FoldedToken {
  if (refusedAt === undefined || token.state !== "active") return token;
  const grantedSince = token.grantedAt !== null && token.grantedAt > refusedAt;
  return grantedSince ? token : { ...token, state: "revoked", revokedAt: refusedAt };
}
