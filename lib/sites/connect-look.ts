import { z } from "zod";

const text = z.string().max(400).optional();
const ownWords = z.object({ what: text, why: text, revoke: text, privacy: text });

/** What a site says in its own words instead of ours, by language. */
export const connectWordsSchema = z.object({ en: ownWords.optional(), fr: ownWords.optional() });

export type OwnWords = z.infer<typeof ownWords>;

/** How a site wants its connect page to look, and what it says there in its own words. */
export interface SiteLook {
  readonly accentColour: string | null;
  readonly logoUrl: string | null;
  readonly privacyUrl: string | null;
  readonly words: { readonly en: OwnWords; readonly fr: OwnWords };
}

/** The site's columns that say so. */
interface LookColumns {
  readonly siteId: string;
  readonly accentColour: string | null;
  /** JSON as it was stored. */
  readonly connectWords: unknown;
  readonly privacyUrl: string | null;
}

/** Reads it from the site's columns. What does not fit is left out: the page must show all the same. */
export function readLook(row: LookColumns, logoVersion: string | null): SiteLook {
  const words = connectWordsSchema.safeParse(row.connectWords);
  return {
    accentColour: row.accentColour,
    privacyUrl: row.privacyUrl,
    logoUrl: logoVersion === null ? null : `/api/connect/logo/${row.siteId}?v=${logoVersion}`,
    words: { en: words.data?.en ?? {}, fr: words.data?.fr ?? {} },
  };
}
