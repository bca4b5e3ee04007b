const CHECK = "Check that DATABASE_URL is right and that Postgres runs.";
const NOT_TRUSTED =
  "Name the file with the certificate of its authority in DATABASE_URL, as in ?sslmode=verify-full&sslrootcert=/etc/ssl/database-ca.pem, or write sslmode=no-verify to trust any server.";
const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: CHECK,
  ECONNRESET: CHECK,
  ENOTFOUND: CHECK,
  EAI_AGAIN: CHECK,
  ENOENT: CHECK,
  ETIMEDOUT: CHECK,
  EHOSTUNREACH: CHECK,
  ENETUNREACH: CHECK,
  "28P01": "It refuses the user or the password of DATABASE_URL.",
  "28000": "It does not let the user of DATABASE_URL in from here.",
  "3D000": "There is no database of the name that DATABASE_URL gives.",
  "53300": "It has no connection left: raise its max_connections, or lower DATABASE_CONNECTIONS.",
  "57P03": "It is starting or stopping. Try again in a moment.",
  DEPTH_ZERO_SELF_SIGNED_CERT: NOT_TRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: NOT_TRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: NOT_TRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: NOT_TRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: NOT_TRUSTED,
  CERT_HAS_EXPIRED: "The certificate of its server has expired.",
  CERT_NOT_YET_VALID: "The certificate of its server is not valid yet.",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "The certificate of its server is for another name. Use that name in DATABASE_URL, or sslmode=verify-ca with sslrootcert=.",
};
const WORDS: readonly (readonly [RegExp, string])[] = [
  [
    /server does not support SSL/i,
    "Its server does not use TLS: write sslmode=disable in DATABASE_URL, or switch TLS on there.",
  ],
  [/establishing an SSL connection/i, "Its server refused TLS."],
  [/no pg_hba\.conf entry/i, "Its server does not let this user in from here (pg_hba.conf)."],
  [
    /password must be a string|no password|empty password/i,
    "Its server asks for a password, and DATABASE_URL has none.",
  ],
  [/timeout.*connect|connect.*timeout|^timeout expired$|connection terminated/i, CHECK],
];

/** Why the database could not be reached, in a sentence for the operator; null if the error says something else. */
export function explainUnreachable(error: unknown): string | null {
  const why = findReason(error);
  return why === null ? null : `The database cannot be reached. ${why}`;
}

function findReason(error: unknown): string | null {
  if (typeof error !== "object" || error === null) return null;
  // A missing file, such as one of the build, says nothing of Postgres; only its socket does.
  if ("code" in error && error.code === "ENOENT" && !isConnecting(error)) return null;
  const code = "code" in error ? String(error.code) : "";
  const message = error instanceof Error ? error.message : "";
  const found =
    (Object.hasOwn(SENTENCES, code) ? SENTENCES[code] : undefined) ??
    WORDS.find(([words]) => words.test(message))?.[1];
  if (found !== undefined) return found;
  const inner = "errors" in error && Array.isArray(error.errors) ? error.errors : [];
  const reasons = [...inner, "cause" in error ? error.cause : null].map(findReason);
  return reasons.find((reason) => reason !== null) ?? null;
}

function isConnecting(error: object): boolean {
  return "syscall" in error && error.syscall === "connect";
}
