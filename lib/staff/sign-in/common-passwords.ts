/** Fewer characters than this around a common password do not make a secret of it. */
const LEAST_AROUND = 8;

let known: Promise<ReadonlySet<string>> | null = null;

// The list is unpacked when it is loaded, which takes a moment: only where somebody chooses a password.
async function readList(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  return new Set(dictionary["passwords-common"]);
}

/** Whether many people have this password, as it is or with digits and signs around it. Nothing is asked of a network. */
export async function isCommonPassword(password: string): Promise<boolean> {
  known ??= readList();
  const list = await known;
  const text = password.trim().toLowerCase();
  const core = text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  if (list.has(text)) return true;
  return core.length > 2 && list.has(core) && text.length - core.length < LEAST_AROUND;
}
