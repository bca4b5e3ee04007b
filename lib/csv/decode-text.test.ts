import { expect, it } from "vitest";
import { decodeText } from "./decode-text";

it("reads what spreadsheets write, on Windows and elsewhere", () => {
  expect(decodeText(Buffer.from("\uFEFFréférence;nom", "utf8"))).toBe("référence;nom");
  expect(decodeText(Buffer.from("référence;nom\r\nc-1;Zoé", "latin1"))).toBe("référence;nom\r\nc-1;Zoé");
});
