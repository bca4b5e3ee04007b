/** The page's help on pop-ups depends on the browser. */
export type BrowserFamily = "ios" | "android" | "safari" | "firefox" | "chrome" | "other";

/** A browser, as far as it matters for pop-ups. */
export interface BrowserFacts {
  readonly family: BrowserFamily;
  /** A browser inside another app, which often cannot open a pop-up at all. */
  readonly inApp: boolean;
}

const IN_APP =
  /FBAN|FBAV|FB_IAB|Instagram|\bLine\/|MicroMessenger|LinkedInApp|Snapchat|Pinterest\/|TikTok|musical_ly|BytedanceWebview|Twitter for|GSA\/|; wv\)/;

/** Reads a `User-Agent`. Wrong guesses cost a hint, nothing else. */
export function readBrowser(userAgent: string): BrowserFacts {
  const inApp = IN_APP.test(userAgent);
  if (/iPhone|iPad|iPod/.test(userAgent)) return { family: "ios", inApp };
  if (/Android/.test(userAgent)) return { family: "android", inApp };
  if (/Firefox\//.test(userAgent)) return { family: "firefox", inApp };
  if (/Chrome\/|Chromium\//.test(userAgent)) return { family: "chrome", inApp };
  if (/Safari\//.test(userAgent)) return { family: "safari", inApp };
  return { family: "other", inApp };
}
