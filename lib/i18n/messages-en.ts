import connect from "./messages/en/connect.json";
import errors from "./messages/en/errors.json";
import invitation from "./messages/en/invitation.json";
import mail from "./messages/en/mail.json";
import signIn from "./messages/en/signIn.json";
import { staffEn } from "./staff-messages-en";

/**
 * The English messages: every other language has the same keys. One JSON file per area; a new area is added here and
 * in messages-fr.ts, or among those of the dashboard.
 */
export const en = { ...staffEn, connect, errors, invitation, mail, signIn };

export type Messages = typeof en;
export type Area = keyof Messages;
