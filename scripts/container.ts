// The entry of the container image: generates missing secrets, once, and then does what `npm start` does.
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { secretsFile } from "./start/dot-env";

const file = secretsFile();
if (file === null) {
  console.error(
    "SECRETS_DIR is missing: give it a folder on a volume of its own, to keep generated secrets in.",
  );
  process.exit(1);
}
if (!existsSync(file)) await makeSecrets(file);
await import("./start");

/** Never overwrites an existing file: all sealed data is lost with its key. */
async function makeSecrets(target: string): Promise<void> {
  const random = () => randomBytes(32).toString("base64");
  const lines = [
    `NEXTAUTH_SECRET=${random()}`,
    `ENCRYPTION_KEYS=k1:${random()}`,
    `AUDIT_KEY=${random()}`,
    `ANYTIME_WEBHOOK_KEY=${randomBytes(24).toString("hex")}`,
  ];
  try {
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, `${lines.join("\n")}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST") return; // another container with the same volume was faster
    console.error(`Secrets cannot be written to ${path.dirname(target)}. Make it writable for this user.`);
    process.exit(1);
  }
  console.log(
    `Made secrets in ${target}. Back up this file: without it, the sealed data in the database cannot be read.`,
  );
}
