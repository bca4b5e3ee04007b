import { createTransport } from "nodemailer";

/** An e-mail to send. */
interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same whenever this one is sent: mail programs show what has the same only once. */
  readonly messageId?: string;
  /** Where answers go; left out, to where it came from. */
  readonly replyTo?: string | undefined;
}

/** Sends e-mails through the mail server of SMTP_URL. */
export interface Mailer {
  /** @throws if the server does not accept it */
  send(mail: Mail): Promise<void>;
}

const TIMEOUT_MS = 10_000;
/** Some look through an e-mail for viruses before they say that they took it. */
const SILENT_MS = 60_000;

/**
 * Creates a mailer.
 *
 * @param url `smtp://user:password@host:port`, or `smtps://…`
 * @param from address that e-mails come from
 * @param silentMs how long the server may say nothing
 */
export function createMailer(url: string, from: string, silentMs = SILENT_MS): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: silentMs,
  });
  return {
    send: async ({ messageId, ...mail }) => {
      const domain = /@([^\s>]+)/.exec(from)?.[1] ?? "localhost";
      const own = messageId === undefined ? {} : { messageId: `<${messageId}@${domain}>` };
      await transport.sendMail({ from, ...mail, ...own });
    },
  };
}
