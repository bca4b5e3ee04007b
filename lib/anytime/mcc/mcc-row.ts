/** A merchant category: its four digits, its English name, its French name. */
export type CategoryRow = readonly [code: string, en: string, fr: string];
