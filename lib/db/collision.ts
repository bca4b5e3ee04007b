/** SQLSTATEs of transactions that met another one: nothing is wrong with them, and the next try may pass. */
const DEADLOCK = "40P01";
const SERIALIZATION_FAILURE = "40001";
/** Prisma's own name for both. */
const WRITE_CONFLICT = "P2034";

/** Whether a statement failed only because another transaction held its rows, in `pg`'s or Prisma's words. */
export function isCollision(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  if ([DEADLOCK, SERIALIZATION_FAILURE, WRITE_CONFLICT].includes(code)) return true;
  const told = JSON.stringify(error);
  return told.includes(`"${DEADLOCK}"`) || told.includes(`"${SERIALIZATION_FAILURE}"`);
}
