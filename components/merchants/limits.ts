/** How long what staff write about merchants may be. */
export const ALIAS_LENGTH = 100;
export const REASON_LENGTH = { least: 3, most: 500 } as const;
