import { createTransport } from "nodemailer";

/** Sends e-mails through the mail server of SMTP_URL. */
export interface Mailer {
  /** @throws if the server does not accept it */
  send(mail: { to: string; subject: string; text: string }): Promise<void>;
}

const TIMEOUT_MS = 10_000;

/**
 * Creates a mailer.
 *
 * @param url `smtp://user:password@host:port`, or `smtps://…`
 * @param from address that e-mails come from
 */
export function createMailer(url: string, from: string): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  return {
    send: async (mail) => {
      await transport.sendMail({ from, ...mail });
    },
  };
}
