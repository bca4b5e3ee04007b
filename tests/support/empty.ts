import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { embeddedUrl } from "../../scripts/support/database-url";
import { makeClient } from "./client";
import { makeProductionSettings, startProduction } from "./production";

/** An installation on its first day: one site, one owner, and nothing in it. */
export interface EmptyInstallation {
  readonly url: string;
  readonly password: string;
  /** Adds a colleague, who has the owner's password. @returns their e-mail */
  addColleague(role: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts it as `npm start` does. Needs a build. */
export async function startEmpty(): Promise<EmptyInstallation> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "anytime-empty-"));
  const owner = { ADMIN_EMAIL: "lea@kiosque.example", ADMIN_PASSWORD: "correct-horse-battery" };
  const settings = await makeProductionSettings("embedded");
  const server = startProduction({ ...settings, ...owner, DATA_DIR: dataDir });
  const stop = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await server.ready();
  } catch (error) {
    await stop();
    throw error;
  }
  const addColleague = async (role: string) => {
    const email = `${role}@kiosque.example`;
    const found = await embeddedUrl(dataDir);
    if (!found.ok) throw new Error(found.problem);
    const client = makeClient(found.url);
    await client.connect();
    try {
      await client.query(
        `INSERT INTO staff (id, email, name, password_hash, role, created_at)
         SELECT gen_random_uuid(), $1, 'Max Premier', password_hash, $2, now() FROM staff WHERE email = $3`,
        [email, role, owner.ADMIN_EMAIL],
      );
    } finally {
      await client.end();
    }
    return email;
  };
  return { url: settings.APP_URL ?? "", password: owner.ADMIN_PASSWORD, addColleague, stop };
}
