import connect from "./messages/fr/connect.json";
import errors from "./messages/fr/errors.json";
import invitation from "./messages/fr/invitation.json";
import mail from "./messages/fr/mail.json";
import signIn from "./messages/fr/signIn.json";
import type { Messages } from "./messages-en";
import { staffFr } from "./staff-messages-fr";

/** The French messages; a key that exists only in English does not compile. */
export const fr: Messages = { ...staffFr, connect, errors, invitation, mail, signIn };
