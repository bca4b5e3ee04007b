import type { getTranslations } from "next-intl/server";
import type { BrowserFamily } from "@/components/connect/browser";
import type { ConnectStrings } from "@/components/connect/connect-strings";
import type { StatedReading } from "@/lib/links/connecting/wording";
import type { OwnWords } from "@/lib/sites/connect-page/look";

/** The translator of the `connect` messages. */
export type ConnectTranslator = Awaited<ReturnType<typeof getTranslations<"connect">>>;

interface Subject {
  readonly site: string;
  readonly name: string;
  readonly contact: string | null;
  /** Whether a connected user is led back to the site. */
  readonly leadsBack: boolean;
  readonly browser: BrowserFamily;
  /** The site's own wording, which replaces ours. */
  readonly own: OwnWords;
  readonly states: StatedReading;
}

/** The text of the page in one language, prepared here so that the browser needs no translator. */
export function connectWords(
  t: ConnectTranslator,
  { site, name, contact, leadsBack, browser, own, states }: Subject,
): ConnectStrings {
  return {
    title: t("title", { site }),
    lead: own.why ?? t("lead", { site }),
    points: [
      own.what ?? t("point1", { site }),
      ...readingWords(t, site, states),
      t("point2", { site }),
      own.revoke ?? t("point3"),
    ],
    steps: [t("steps.signedIn"), t("steps.accepted"), t("steps.confirmed")],
    stepDone: t("steps.done"),
    loading: t("loading"),
    loadingLate: t("loadingLate"),
    noScript: t("noScript"),
    inApp: t("inApp"),
    help: helpWords(t, contact),
    copyLink: t("copyLink"),
    copied: t("copied"),
    copyFailed: t("copyFailed"),
    support: t("support"),
    privacy:
      own.privacy ?? (contact === null ? t("privacy", { site }) : t("privacyContact", { site, contact })),
    privacyNotice: t("privacyNotice", { site }),
    goOn: t("goOn", { site }),
    leading: t("leading", { site }),
    stay: t("stay"),
    notMe: {
      who: t("notMe.who", { name }),
      ask: t("notMe.ask"),
      title: t("notMe.title"),
      text: t("notMe.text", { site }),
      confirm: t("notMe.confirm"),
      back: t("notMe.back"),
      failed: t("notMe.failed"),
    },
    ...waitWords(t, site, leadsBack),
    ...problemWords(t, site, browser),
  };
}

/** What the site reads through the bank's API, where it does: said by us, so that it is never left out by mistake. */
function readingWords(t: ConnectTranslator, site: string, states: StatedReading): string[] {
  if (!states.reading) return [];
  const kept = [...(states.holder ? [t("keepsHolder")] : []), ...(states.balance ? [t("keepsBalance")] : [])];
  return [[t("bankReading", { site }), ...kept].join(" ")];
}

/** Whom to ask, if the site says. */
export function helpWords(t: ConnectTranslator, contact: string | null): string | null {
  return contact === null ? null : t("help", { contact });
}

function waitWords(t: ConnectTranslator, site: string, leadsBack: boolean) {
  return {
    popup_open: { text: t("popupOpen.text"), wait: t("popupOpen.wait") },
    signing_in: { text: t("signingIn.text", { site }), wait: t("signingIn.wait") },
    reviewing: { text: t("reviewing.text", { site }), wait: t("reviewing.wait") },
    waiting: { text: t("waiting.text"), slow: t("waiting.slow"), wait: t("waiting.wait") },
    unconfirmed: { title: t("unconfirmed.title"), text: t("unconfirmed.text", { site }) },
    connected: {
      title: t("connected.title"),
      text: t(leadsBack ? "connected.leadingBack" : "connected.text", { site }),
      wait: t("connected.wait"),
    },
  };
}

function problemWords(t: ConnectTranslator, site: string, browser: BrowserFamily) {
  const steps = t(`popupBlocked.steps.${browser}`);
  return {
    refused: { title: t("refused.title"), text: t("refused.text", { site }) },
    sign_in_failed: { title: t("signInFailed.title"), text: t("signInFailed.text") },
    closed: { title: t("closed.title"), text: t("closed.text", { site }) },
    popup_blocked: { title: t("popupBlocked.title"), text: t("popupBlocked.text", { steps }) },
    script_unreachable: {
      title: t("scriptUnreachable.title"),
      text: t("scriptUnreachable.text"),
      action: t("scriptUnreachable.action"),
    },
    already_connected: {
      title: t("alreadyConnected.title"),
      text: t("alreadyConnected.text", { site }),
      action: t("alreadyConnected.action"),
    },
    expired: { title: t("expired.title"), text: t("expired.text", { site }) },
    cancelled: { title: t("cancelled.title"), text: t("cancelled.text", { site }) },
    too_many: {
      title: t("tooMany.title"),
      text: t("tooMany.text", { minutes: "{minutes}" }),
      action: t("tooMany.action"),
    },
    error: { title: t("error.title"), text: t("error.text", { site }), action: t("error.action") },
  };
}
