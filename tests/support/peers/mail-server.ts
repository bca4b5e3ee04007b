import { SMTPServer } from "smtp-server";

/** An e-mail as received. */
export interface CaughtMail {
  readonly to: string;
  readonly raw: string;
}

/**
 * A mail server on loopback that keeps what it receives.
 *
 * @param beforeTaking what it does first, for as long as it likes
 */
export async function startMailServer(port = 0, beforeTaking: () => Promise<void> = async () => undefined) {
  const mails: CaughtMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const to = session.envelope.rcptTo[0]?.address ?? "";
        beforeTaking().then(() => {
          mails.push({ to, raw: Buffer.concat(chunks).toString("utf8") });
          done();
        }, done);
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    mails,
    port: bound,
    url: `smtp://127.0.0.1:${bound}`,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
