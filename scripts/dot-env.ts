// Where settings come from besides the shell: `.env`, and the secrets that the container image made for itself.
import { existsSync } from "node:fs";
import path from "node:path";
import { loadEnvFile } from "node:process";

/** The file of generated secrets in SECRETS_DIR; null where that is not set, as anywhere but in the image. */
export function secretsFile(): string | null {
  const folder = process.env.SECRETS_DIR;
  return folder === undefined || folder === "" ? null : path.resolve(folder, "secrets.env");
}

/** Reads both where they exist. What the shell set stands, and `.env` goes before what was generated. */
export function loadDotEnv(): void {
  // Compose hands variables on that nobody set as empty texts, which would hide a generated secret.
  for (const [name, value] of Object.entries(process.env)) if (value === "") delete process.env[name];
  for (const file of [".env", secretsFile()]) if (file !== null && existsSync(file)) loadEnvFile(file);
}
