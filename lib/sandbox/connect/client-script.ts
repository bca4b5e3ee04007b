import { browserScript } from "../http/browser-script";
/** The origin of the script and what it opens. */
export interface ClientScriptOptions {
  readonly origin: string;
  readonly partnerId: string;
  readonly language: "en" | "fr";
}

const LABELS = { en: "Connect with Anytime", fr: "Se connecter avec Anytime" };

/**
 * The bank's `client.js`: draws the button in `#anytime-connect`, opens the pop-up, defines `AC`. Like the real one it
 * cannot remove a callback and does not notice when its div is replaced.
 */
export function writeClientScript({ origin, partnerId, language }: ClientScriptOptions): string {
  const popup = `${origin}/${partnerId}/${language}/popup`;
  return browserScript(run, { bank: origin, popup, label: LABELS[language] });
}

interface Settings {
  bank: string;
  popup: string;
  label: string;
}

// Serialised and run in the partner's page: nothing from outside this function may be used in it.
function run(settings: Settings): void {
  const listeners: Record<string, ((event?: unknown) => void)[]> = {};
  let popup: Window | null = null;
  let watch: ReturnType<typeof setInterval> | undefined;
  /** For one of the customers the next window is blocked, as in a browser. */
  let blocks = false;

  function fire(name: string, event?: unknown): void {
    for (const callback of (listeners[name] || []).slice()) {
      try {
        callback(event);
      } catch (error) {
        setTimeout(() => {
          throw error;
        });
      }
    }
  }
  (window as unknown as { AC: unknown }).AC = {
    add: (name: string, callback: (event?: unknown) => void) => {
      listeners[name] = (listeners[name] || []).concat(callback);
    },
  };

  const host = document.getElementById("anytime-connect");
  if (host === null) return;
  const reference = host.getAttribute("data-custom-ref") || "";
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = settings.label;
  button.style.cssText =
    "width:100%;height:48px;border:0;border-radius:12px;cursor:pointer;font-family:inherit;font-weight:580;" +
    "font-size:15px;line-height:1;background:var(--ink,#14171f);color:var(--bg,#fff)";
  host.textContent = "";
  host.appendChild(button);

  button.addEventListener("click", () => {
    fire("onClickLoginButton");
    if (popup !== null && !popup.closed) {
      popup.focus();
      return;
    }
    popup = blocks ? null : window.open(settings.popup, "anytime-connect", "popup,width=440,height=640");
    blocks = false;
    if (popup === null) return; // blocked: the real script reports nothing either
    clearInterval(watch);
    watch = setInterval(() => {
      if (popup === null || !popup.closed) return;
      clearInterval(watch);
      popup = null;
      fire("onClosePopup");
    }, 300);
  });
  window.addEventListener("message", (message) => {
    if (message.origin !== settings.bank || popup === null || message.source !== popup) return;
    const data = message.data as { anytime?: string; name?: string; event?: unknown };
    if (data.anytime === "ready") {
      popup.postMessage({ anytime: "reference", reference }, settings.bank);
      fire("onDisplayPopup");
    } else if (data.anytime === "block") blocks = true;
    else if (data.anytime === "event" && typeof data.name === "string") fire(data.name, data.event);
  });
}
