import type pg from "pg";

/** Whether a connection leads through a pooler: the process id of its handshake is not the server's. */
export async function isPooled(client: pg.Client): Promise<boolean> {
  return (await backendOf(client)) !== client.processID;
}

const ROUNDS = 5;

/**
 * Whether a pooler gives the server's connections to others between our statements, so that nothing of a session
 * remains: locks, LISTEN, settings, prepared statements.
 *
 * @param client connected and idle
 * @param other a second one, connected the same way
 */
export async function isShared(client: pg.Client, other: pg.Client): Promise<boolean> {
  if (!(await isPooled(client))) return false;
  const own = await backendOf(client);
  for (let round = 0; round < ROUNDS; round += 1) {
    // In a transaction the other keeps the connection that it got: ours, if ours is free between statements.
    await other.query("BEGIN");
    const others = await backendOf(other);
    const now = await backendOf(client);
    await other.query("ROLLBACK");
    if (others === own || now !== own) return true;
  }
  return false;
}

async function backendOf(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return rows[0]?.pid;
}
