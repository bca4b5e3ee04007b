/** How a secret may be written down: as it is, in a URL, in hexadecimal (as Postgres shows bytes), or in base 64. */
function writingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  // In base 64 a text looks different after one or two other bytes; what depends on its neighbours is cut off.
  const shifted = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    return text.slice(before === 0 ? 0 : before + 1, -1);
  });
  const inUrls = shifted.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"));
  const quoted = JSON.stringify(secret).slice(1, -1);
  return [
    ...new Set([secret, quoted, encodeURIComponent(secret), bytes.toString("hex"), ...shifted, ...inUrls]),
  ];
}

/** The names of the secrets that a text has, in whatever writing. */
export function findSecrets(text: string, secrets: Readonly<Record<string, string>>): string[] {
  const lower = text.toLowerCase();
  return Object.entries(secrets)
    .filter(([, secret]) => {
      if (secret.length < 8) throw new Error("too short to be told from other text");
      return writingsOf(secret).some((written) => text.includes(written) || lower.includes(written));
    })
    .map(([name]) => name);
}
