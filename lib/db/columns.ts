import type { Prisma } from "./generated/client";

/** What a column is to Postgres. */
type ColumnType =
  | "uuid"
  | "text"
  | "int"
  | "numeric"
  | "boolean"
  | "bytea"
  | "timestamptz"
  | "delivery_verdict"
  | "delivery_processing"
  | "version_source"
  | "api_token_state";

/** The columns of a table by the names of their fields. A column is named like its field, with underscores. */
type Columns<Field extends string = string> = Readonly<Record<Field, ColumnType>>;

/** Every column of `deliveries`. What a new one is must be said here, and in `REPLAYED`, or nothing compiles. */
export const DELIVERIES = {
  id: "uuid",
  siteId: "uuid",
  receivedAt: "timestamptz",
  digest: "bytea",
  pairDigest: "bytea",
  verdict: "delivery_verdict",
  verdictReason: "text",
  answerStatus: "int",
  eventName: "text",
  reference: "text",
  bankTimestamp: "numeric",
  bankCreatedAt: "timestamptz",
  currentTry: "int",
  maxTries: "int",
  contentType: "text",
  encoding: "text",
  bodyId: "uuid",
  bodySize: "int",
  sourceAddress: "text",
  peerAddress: "text",
  forwardedFor: "text",
  userAgent: "text",
  addressLeg: "text",
  hashLeg: "text",
  hashRendering: "text",
  pairLeg: "text",
  revokes: "bytea",
  ageSeconds: "int",
  processing: "delivery_processing",
  attempts: "int",
  nextAttemptAt: "timestamptz",
  processedAt: "timestamptz",
  error: "text",
  duplicateCount: "int",
  lastDuplicateAt: "timestamptz",
  refoldAt: "timestamptz",
  replayOfId: "uuid",
  decision: "text",
  decisionReason: "text",
  decidedAt: "timestamptz",
  decidedById: "uuid",
} as const satisfies Columns<Prisma.DeliveryScalarFieldEnum>;

/**
 * What a replay makes of each column of the delivery `d` whose bytes it processes again: `copied`, or the expression
 * that its own life begins with.
 */
export const REPLAYED = {
  id: `d."replayId"`,
  siteId: "copied",
  receivedAt: "now()",
  digest: "copied",
  pairDigest: "copied",
  verdict: "'accepted'",
  verdictReason: "NULL",
  answerStatus: "copied",
  eventName: "copied",
  reference: "copied",
  bankTimestamp: "copied",
  bankCreatedAt: "copied",
  currentTry: "copied",
  maxTries: "copied",
  contentType: "copied",
  encoding: "copied",
  bodyId: "NULL",
  bodySize: "copied",
  sourceAddress: "copied",
  peerAddress: "copied",
  forwardedFor: "copied",
  userAgent: "copied",
  addressLeg: "copied",
  hashLeg: "copied",
  hashRendering: "copied",
  pairLeg: "copied",
  revokes: "copied",
  ageSeconds: "copied",
  processing: "'pending'",
  attempts: "0",
  nextAttemptAt: "NULL",
  processedAt: "NULL",
  error: "NULL",
  duplicateCount: "0",
  lastDuplicateAt: "NULL",
  refoldAt: "NULL",
  replayOfId: "COALESCE(d.replay_of_id, d.id)",
  decision: "NULL",
  decisionReason: "NULL",
  decidedAt: "NULL",
  decidedById: "NULL",
} as const satisfies Readonly<Record<Prisma.DeliveryScalarFieldEnum, string>>;

export const CARD_TRANSACTIONS = {
  id: "uuid",
  siteId: "uuid",
  cardId: "uuid",
  txid: "text",
  mcc: "text",
  amount: "numeric",
  amountFx: "numeric",
  currency: "text",
  fx: "numeric",
  fxFee: "numeric",
  status: "text",
  type: "text",
  balanceAfter: "numeric",
  bankDateRaw: "text",
  bankDate: "timestamptz",
  bankDateGuess: "boolean",
  description: "text",
  merchant: "text",
  merchantId: "uuid",
  city: "text",
  country: "text",
  requestId: "text",
  foldTimestamp: "numeric",
  foldCreatedAt: "timestamptz",
  foldDigest: "bytea",
  versionCount: "int",
  fetched: "boolean",
  unattributed: "boolean",
  joinedToId: "uuid",
  firstSeenAt: "timestamptz",
  updatedAt: "timestamptz",
} as const satisfies Columns<Prisma.CardTransactionScalarFieldEnum>;

export const TRANSACTION_VERSIONS = {
  id: "uuid",
  source: "version_source",
  deliveryId: "uuid",
  transactionId: "uuid",
  status: "text",
  type: "text",
  amount: "numeric",
  amountFx: "numeric",
  currency: "text",
  fx: "numeric",
  fxFee: "numeric",
  balanceAfter: "numeric",
  bankDateRaw: "text",
  mcc: "text",
  description: "text",
  requestId: "text",
  whole: "boolean",
  foldTimestamp: "numeric",
  foldCreatedAt: "timestamptz",
  foldDigest: "bytea",
  receivedAt: "timestamptz",
} as const satisfies Columns<Prisma.TransactionVersionScalarFieldEnum>;

export const API_TOKENS = {
  id: "uuid",
  siteId: "uuid",
  fingerprint: "bytea",
  tokenSealed: "bytea",
  state: "api_token_state",
  linkedUserId: "uuid",
  attemptId: "uuid",
  assignedUserId: "uuid",
  assignedAt: "timestamptz",
  assignedById: "uuid",
  waitingAttemptId: "uuid",
  orphanReason: "text",
  foldTimestamp: "numeric",
  foldCreatedAt: "timestamptz",
  foldDigest: "bytea",
  grantedAt: "timestamptz",
  grantedTimestamp: "numeric",
  revokedAt: "timestamptz",
  refusedWhy: "text",
  refusedAt: "timestamptz",
  firstSeenAt: "timestamptz",
  updatedAt: "timestamptz",
} as const satisfies Columns<Prisma.ApiTokenScalarFieldEnum>;
