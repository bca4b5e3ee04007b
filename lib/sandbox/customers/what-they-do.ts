import type { CustomerScript } from "./customer";

/** What each kind of customer does, as the sign-in form says it. */
export const WHAT_THEY_DO: Readonly<Record<"en" | "fr", Readonly<Record<CustomerScript, string>>>> = {
  en: {
    well: "signs in well",
    joint: "shares Camille's account",
    silent: "revokes a minute later, and the webhook is lost",
    wrong: "password never right",
    error: "technical error",
    late: "webhook 4 s late",
    lost: "webhook never sent",
    early: "webhook before the browser knows",
    revoker: "revokes a minute later",
    refuses: "says no by themselves",
    closes: "closes the window",
    blocked: "next window is blocked",
    unheard: "says yes, but the page never hears; webhook 4 s late",
  },
  fr: {
    well: "se connecte bien",
    joint: "partage le compte de Camille",
    silent: "révoque une minute après, et le webhook se perd",
    wrong: "mot de passe jamais juste",
    error: "erreur technique",
    late: "webhook 4 s en retard",
    lost: "webhook jamais envoyé",
    early: "webhook avant le navigateur",
    revoker: "révoque une minute après",
    refuses: "dit non tout seul",
    closes: "ferme la fenêtre",
    blocked: "la prochaine fenêtre est bloquée",
    unheard: "dit oui, mais la page ne l'apprend pas ; webhook 4 s en retard",
  },
};
