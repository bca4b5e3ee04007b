import { recordList } from "@/lib/db/column-lists";
import { API_TOKENS } from "@/lib/db/columns";
import { hexBytes, Prisma } from "@/lib/db/connect/client";
import type { TokenFold } from "./token-history";

/** The columns of a fold, in tokens and in the events of their history. */
export const FOLD_FIELDS = ["foldTimestamp", "foldCreatedAt", "foldDigest"] as const;

/** A fold as a JSON row for Postgres, which reads it by `FOLD`. */
export const foldColumns = (fold: TokenFold) => ({
  foldTimestamp: fold.timestamp,
  foldCreatedAt: fold.createdAt,
  foldDigest: hexBytes(fold.digest),
});
export const FOLD = Prisma.raw(recordList(API_TOKENS, FOLD_FIELDS));
