import { request } from "node:http";

export interface Answered {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** Asks with any headers, also those that `fetch` sets by itself: Host, Origin. A body makes it a POST. */
export function askWith(
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: string | Buffer,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: body === undefined ? "GET" : "POST", headers }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

/** The cookies that an answer sets, with all that it says of them. */
export const setCookies = ({ headers }: Answered): string[] => [headers["set-cookie"] ?? []].flat();

/** The same as a browser would send them back. */
export const cookiesOf = (answered: Answered): string[] =>
  setCookies(answered).map((cookie) => cookie.split(";")[0] ?? "");
