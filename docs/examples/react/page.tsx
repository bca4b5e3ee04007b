// A page with the button, as on a partner's own site. `server.mjs` provides what it needs.
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { AnytimeConnectButton, type ConnectState } from "./anytime-connect-button";

interface Started {
  session: string;
  scriptUrl: string;
  customReference: string;
}

const WORDS: Readonly<Record<ConnectState, string>> = {
  loading: "Loading…",
  ready: "",
  popup_open: "Go on in the Anytime window.",
  granted: "Waiting for Anytime to confirm…",
  unconfirmed:
    "Anytime takes longer than usual to confirm. You can close this page: there is nothing for you to do again.",
  connected: "Your account is connected.",
  refused: "You did not give access. Try again whenever you like.",
  closed: "The Anytime window was closed. If you gave access there, wait a moment. Otherwise try again.",
  failed: "That did not work. Try again.",
  popup_blocked: "Your browser kept the Anytime window from opening. Allow pop-ups for this page.",
  unreachable: "The Anytime button could not be loaded. Check your connection, then load this page again.",
  reload_needed: "Load this page again to go on.",
};

async function isConnected(session: string): Promise<boolean> {
  const response = await fetch(`/status?session=${encodeURIComponent(session)}`);
  return ((await response.json()) as { connected: boolean }).connected;
}

const started = (await (await fetch("/start", { method: "POST" })).json()) as Started;
const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <AnytimeConnectButton
        scriptUrl={started.scriptUrl}
        customReference={started.customReference}
        isConnected={() => isConnected(started.session)}
      >
        {(state) => <p role="status">{WORDS[state]}</p>}
      </AnytimeConnectButton>
    </StrictMode>,
  );
}
