import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { type Sandbox, type SandboxOptions, startSandbox } from "@/lib/sandbox/start";

/** What the bank's API answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown> & {
    error?: { code: number; exception: string; message: string };
  };
}

export const PARTNER_REF = "some-username";

/** Starts simulated banks and calls their API as the bank's own SDK does. */
export function makeBankCaller() {
  const pair = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const publicKey = pair.publicKey.export({ type: "spki", format: "pem" }).toString();
  const privateKey = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const started: Sandbox[] = [];
  return {
    publicKey,
    privateKey,
    start: async (more: Partial<SandboxOptions> = {}): Promise<Sandbox> => {
      const sandbox = await startSandbox({
        port: 0,
        partnerId: "p".repeat(64),
        partnerRef: PARTNER_REF,
        partnerName: "Kiosque",
        webhookUrl: "http://127.0.0.1:1/nobody",
        retryDelaysMs: [1, 1],
        publicKeys: [publicKey],
        ...more,
      });
      started.push(sandbox);
      return sandbox;
    },
    /** The headers of one call: the validation data is fresh. */
    headersOf: (token: string): Record<string, string> => {
      const data = createHash("sha1").update(randomBytes(16)).digest("hex");
      return {
        Authorization: `Bearer ${token}`,
        "X-Validation-Data": data,
        "X-Signed-Request": sign("RSA-SHA1", Buffer.from(data), privateKey).toString("base64"),
        "Content-Type": "application/x-www-form-urlencoded",
      };
    },
    get: async (sandbox: Sandbox, to: string, headers: Record<string, string>): Promise<Answer> => {
      const response = await fetch(`${sandbox.origin}/v1.0/${to}`, { headers, redirect: "manual" });
      const text = await response.text();
      const { body } = JSON.parse(text || "{}") as { body: Answer["body"] };
      return { status: response.status, headers: response.headers, text, body };
    },
    control: async (sandbox: Sandbox, action: string, input: unknown): Promise<number> => {
      const init = { method: "POST", body: JSON.stringify(input) };
      return (await fetch(`${sandbox.origin}/control/${action}`, init)).status;
    },
    close: async () => {
      for (const sandbox of started.splice(0)) await sandbox.close();
    },
  };
}
