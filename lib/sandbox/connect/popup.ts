import type { Customer } from "../customers/customer";
import { PASSWORD } from "../customers/people";
import { WHAT_THEY_DO } from "../customers/what-they-do";
import { browserScript } from "../http/browser-script";
import { escapeHtml } from "../http/html";
import { PAGE_STYLE } from "../http/page-style";

const WORDS = {
  en: {
    title: "Sign in to Anytime",
    simulated: "This is a simulated bank. No money is real.",
    email: "E-mail",
    password: "Password",
    signIn: "Sign in",
    wrong: "E-mail or password is wrong.",
    error: "Something went wrong at the bank. Close this window and try again.",
    customers: "Customers to be (password: anytime)",
    scope: "{partner} asks for access",
    scopeText:
      "{partner} will be able to act on your account through the bank's API, until you take the access back.",
    reference: "Your reference with {partner}",
    accept: "Accept",
    refuse: "Refuse",
    done: "Access given",
    doneText: "You can close this window. To take the access back, come to your Anytime account.",
    quit: "Close",
  },
  fr: {
    title: "Connexion à Anytime",
    simulated: "Ceci est une banque simulée. Aucun argent n'est réel.",
    email: "E-mail",
    password: "Mot de passe",
    signIn: "Se connecter",
    wrong: "L'e-mail ou le mot de passe est faux.",
    error: "Une erreur est survenue à la banque. Fermez cette fenêtre et réessayez.",
    customers: "Clients à incarner (mot de passe : anytime)",
    scope: "{partner} demande un accès",
    scopeText:
      "{partner} pourra agir sur votre compte par l'API de la banque, jusqu'à ce que vous repreniez l'accès.",
    reference: "Votre référence chez {partner}",
    accept: "Accepter",
    refuse: "Refuser",
    done: "Accès donné",
    doneText: "Vous pouvez fermer cette fenêtre. Pour reprendre l'accès, venez sur votre compte Anytime.",
    quit: "Fermer",
  },
};

/** The page of the pop-up: three screens, one of them shown at a time by its script. */
export function writePopup(partnerName: string, language: "en" | "fr", people: readonly Customer[]): string {
  const words = Object.fromEntries(
    Object.entries(WORDS[language]).map(([name, text]) => [
      name,
      escapeHtml(text.replaceAll("{partner}", partnerName)),
    ]),
  ) as (typeof WORDS)["en"];
  const customers = people
    .map(
      ({ name, email, script }) =>
        `<button type="button" class="pick" data-email="${escapeHtml(email)}">${escapeHtml(name)} <small>${WHAT_THEY_DO[language][script]}</small></button>`,
    )
    .join("");
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${words.title}</title><style>${PAGE_STYLE}
main{max-width:400px;margin:0 auto;padding:24px}section{display:grid;gap:16px}form{display:grid;gap:12px}
.brand{display:flex;gap:10px;align-items:center;margin-bottom:20px;font-weight:650}.mark{width:28px;height:28px;border-radius:8px;background:var(--ink);color:var(--bg);display:grid;place-items:center}
.picks{display:flex;flex-wrap:wrap;gap:6px}.pick{height:auto;min-height:30px;font-size:13px;padding:3px 10px}.pick small{color:var(--dim);font-weight:400}
code{font:12px/16px ui-monospace,monospace;overflow-wrap:anywhere;color:var(--dim);max-height:64px;overflow:auto;display:block}
</style></head><body><main><div class="brand"><span class="mark">a</span>Anytime</div>
<section id="login"><h1>${words.title}</h1><p>${words.simulated}</p>
<form><label>${words.email}<input name="email" type="email" autocomplete="off" required></label>
<label>${words.password}<input name="password" type="password" autocomplete="off" required></label>
<p class="error" role="alert" id="wrong" hidden>${words.wrong}</p><p class="error" role="alert" id="error" hidden>${words.error}</p>
<button class="main">${words.signIn}</button></form>
<p>${words.customers}</p><div class="picks" data-password="${PASSWORD}">${customers}</div></section>
<section id="scope" hidden><h1>${words.scope}</h1><p>${words.scopeText}</p><p>${words.reference}:<code id="reference"></code></p>
<button class="main" id="accept">${words.accept}</button><button id="refuse">${words.refuse}</button></section>
<section id="done" hidden><h1>${words.done}</h1><p>${words.doneText}</p><button class="main" id="quit">${words.quit}</button></section>
</main><script src="/popup.js"></script></body></html>`;
}

/** The script of the pop-up. */
export function writePopupScript(): string {
  return browserScript(run);
}

// Serialised and run in the pop-up: nothing from outside this function may be used in it.
function run(): void {
  type Answer = { status: number; data: Record<string, string> };
  const opener = window.opener as Window | null;
  let partner: string | null = null;
  let reference = "";
  let session = "";
  let script = "";
  const element = (id: string) => document.getElementById(id) as HTMLElement;

  // We know which page opened us once it answers; only then do we send anything important.
  function tell(name: string, event?: unknown): void {
    if (opener !== null && partner !== null) opener.postMessage({ anytime: "event", name, event }, partner);
  }
  function show(id: string): void {
    for (const name of ["login", "scope", "done"]) element(name).hidden = name !== id;
  }
  // One request at a time: a second click on Accept would be refused, and look like a failure after the token.
  let asking = false;
  async function ask(path: string, body: unknown): Promise<Answer | null> {
    if (asking) return null;
    asking = true;
    try {
      const response = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      return { status: response.status, data: await response.json() };
    } catch {
      return { status: 0, data: {} };
    } finally {
      asking = false;
    }
  }
  // A window that closes at once may lose its last message.
  function closeSoon(): void {
    setTimeout(() => window.close(), 100);
  }
  // Some customers act without a click.
  function playAlone(): void {
    if (script === "refuses") setTimeout(() => element("refuse").click(), 500);
    if (script === "blocked" && partner !== null) opener?.postMessage({ anytime: "block" }, partner);
    if (script === "closes" || script === "blocked") setTimeout(() => window.close(), 500);
  }
  function fail(): void {
    show("login");
    element("error").hidden = false;
    tell("onError");
  }

  window.addEventListener("message", (message) => {
    if (message.source !== opener || message.data.anytime !== "reference") return;
    partner = message.origin;
    reference = String(message.data.reference);
    element("reference").textContent = reference;
    tell("onDisplayLoginFormScreen");
  });
  opener?.postMessage({ anytime: "ready" }, "*");

  const form = document.querySelector("form") as HTMLFormElement;
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
  for (const pick of document.querySelectorAll<HTMLElement>(".pick")) {
    pick.addEventListener("click", () => {
      field("email").value = pick.dataset.email || "";
      field("password").value = (pick.parentElement as HTMLElement).dataset.password || "";
    });
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    element("wrong").hidden = true;
    element("error").hidden = true;
    const answer = await ask("/popup/sign-in", {
      email: field("email").value,
      password: field("password").value,
    });
    if (answer === null) return;
    if (answer.status === 401) {
      element("wrong").hidden = false;
      tell("onLoginFailed");
    } else if (answer.status !== 200) fail();
    else {
      session = answer.data.session || "";
      script = answer.data.script || "";
      tell("onLoginSucceeded");
      show("scope");
      tell("onDisplayScopeAcceptanceScreen");
      playAlone();
    }
  });
  element("accept").addEventListener("click", async () => {
    const answer = await ask("/popup/accept", { session, reference });
    if (answer === null) return;
    if (answer.status !== 200) return fail();
    if (script === "unheard") return window.close();
    tell("onTokenCreated", { token: answer.data.token });
    show("done");
  });
  element("refuse").addEventListener("click", () => {
    tell("onClickRefuseButton");
    closeSoon();
  });
  element("quit").addEventListener("click", () => {
    tell("onClickQuitButton");
    closeSoon();
  });
}
