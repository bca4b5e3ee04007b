/** The text of one state. */
export interface StateWords {
  readonly title: string;
  readonly text: string;
}

/** A state in which somebody else takes the next step. */
export interface WaitWords {
  readonly text: string;
  readonly wait: string;
}

/** The text of the client half of the page, in one language, prepared on the server. */
export interface ConnectStrings {
  readonly title: string;
  readonly lead: string;
  readonly points: readonly string[];
  /** What happens after the click, in order. */
  readonly steps: readonly string[];
  readonly stepDone: string;
  readonly loading: string;
  /** If the page's own script does not arrive. */
  readonly loadingLate: string;
  /** If scripts are switched off. */
  readonly noScript: string;
  readonly inApp: string;
  readonly help: string | null;
  readonly copyLink: string;
  readonly copied: string;
  readonly copyFailed: string;
  readonly support: string;
  readonly privacy: string;
  readonly privacyNotice: string;
  readonly goOn: string;
  readonly leading: string;
  readonly stay: string;
  readonly notMe: StateWords & {
    readonly who: string;
    readonly ask: string;
    readonly confirm: string;
    readonly back: string;
    readonly failed: string;
  };
  readonly popup_open: WaitWords;
  readonly signing_in: WaitWords;
  readonly reviewing: WaitWords;
  readonly waiting: WaitWords & { readonly slow: string };
  readonly unconfirmed: StateWords;
  readonly connected: StateWords & WaitWords;
  readonly refused: StateWords;
  readonly sign_in_failed: StateWords;
  readonly closed: StateWords;
  readonly popup_blocked: StateWords;
  readonly script_unreachable: StateWords & { readonly action: string };
  readonly already_connected: StateWords & { readonly action: string };
  readonly expired: StateWords;
  readonly cancelled: StateWords;
  readonly too_many: StateWords & { readonly action: string };
  readonly error: StateWords & { readonly action: string };
}
