import { z } from "zod";

const text = z.string().max(400).optional();
const ownWords = z.object({ what: text, why: text, revoke: text, privacy: text });

/** A site's own wording instead of ours, by language. */
export const connectWordsSchema = z.object({ en: ownWords.optional(), fr: ownWords.optional() });

export type OwnWords = z.infer<typeof ownWords>;

/** The look of a site's connect page, and its own wording. */
export interface SiteLook {
  readonly accentColour: string | null;
  readonly logoUrl: string | null;
  readonly privacyUrl: string | null;
  readonly words: { readonly en: OwnWords; readonly fr: OwnWords };
}

/** The columns of a site with its look. */
interface LookColumns {
  readonly siteId: string;
  readonly accentColour: string | null;
  /** JSON as stored. */
  readonly connectWords: unknown;
  readonly privacyUrl: string | null;
}

/** Reads the look from the site's columns. Invalid values are left out: the page must still show. */
export function readLook(row: LookColumns, logoVersion: string | null): SiteLook {
  const words = connectWordsSchema.safeParse(row.connectWords);
  return {
    accentColour: row.accentColour,
    privacyUrl: row.privacyUrl,
    logoUrl: logoVersion === null ? null : `/api/connect/logo/${row.siteId}?v=${logoVersion}`,
    words: { en: words.data?.en ?? {}, fr: words.data?.fr ?? {} },
  };
}
