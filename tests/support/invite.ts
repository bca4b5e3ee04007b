import { randomBytes } from "node:crypto";
import type { RunningDemo } from "./demo";

/** Invites somebody through the partner API. @returns their connect link */
export async function inviteByApi(demo: RunningDemo, name: string, reference: string): Promise<string> {
  const key = apiKeys.get(demo) ?? (await makeApiKey(demo));
  apiKeys.set(demo, key);
  const response = await fetch(`${demo.url}/api/v1/connect-sessions`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${key}` },
    body: JSON.stringify({ external_reference: reference, name }),
  });
  if (response.status !== 201) throw new Error(`no link: ${response.status}`);
  return ((await response.json()) as { url: string }).url;
}

/** The API key of each demo that was asked for one. */
const apiKeys = new WeakMap<RunningDemo, string>();

async function makeApiKey(demo: RunningDemo): Promise<string> {
  const key = `ack_${randomBytes(24).toString("base64url")}`;
  await demo.query(
    `INSERT INTO api_keys (id, site_id, name, key_hash, prefix, scopes, created_at)
     SELECT gen_random_uuid(), id, 'Tests', sha256($1::bytea), $2, '{connect_sessions:write}', now() FROM sites LIMIT 1`,
    [Buffer.from(key), key.slice(0, 10)],
  );
  return key;
}
