// Sources of settings besides the shell: `.env`, and the secrets that the container image generated.
import { existsSync } from "node:fs";
import path from "node:path";
import { loadEnvFile } from "node:process";

/** The file of generated secrets in SECRETS_DIR; null if that is not set, as everywhere except in the image. */
export function secretsFile(): string | null {
  const folder = process.env.SECRETS_DIR;
  return folder === undefined || folder === "" ? null : path.resolve(folder, "secrets.env");
}

/** Reads both if they exist. Values from the shell stay, and `.env` goes before generated ones. */
export function loadDotEnv(): void {
  // Compose passes unset variables as empty text, which would hide a generated secret.
  for (const [name, value] of Object.entries(process.env)) if (value === "") delete process.env[name];
  for (const file of [".env", secretsFile()]) if (file !== null && existsSync(file)) loadEnvFile(file);
}
