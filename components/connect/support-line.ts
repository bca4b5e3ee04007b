/** "7K4MM2Q0" → "7K4M-M2Q0": easier to read out. */
export function supportLine(label: string, code: string): string {
  return `${label} ${code.slice(0, 4)}-${code.slice(4)}`;
}
