import { hexBytes, Prisma } from "@/lib/db/client";
import type { TokenFold } from "./token-history";

/** A fold as a JSON row for Postgres, which reads it by `FOLD`. */
export const foldColumns = (fold: TokenFold) => ({
  timestamp: fold.timestamp,
  createdAt: fold.createdAt,
  digest: hexBytes(fold.digest),
});
export const FOLD = Prisma.raw(`"timestamp" numeric, "createdAt" timestamptz, digest bytea`);
