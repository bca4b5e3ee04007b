import fc from "fast-check";
import { expect, it } from "vitest";
import { digestData } from "@/lib/anytime/hash/digest";
import { encodeNotification } from "./encode";
import { parseBody } from "./parse-body";
import { mapAt } from "./tree";

it("writes what PHP writes", () => {
  const tree = { notification: { a: "x y/é", none: null, yes: true, data: { n: 1.5 } } };
  expect(encodeNotification(tree, "form").body.toString()).toBe(
    "notification%5Ba%5D=x+y%2F%C3%A9&notification%5Byes%5D=1&notification%5Bdata%5D%5Bn%5D=1.5",
  );
  expect(encodeNotification(tree, "json").body.toString()).toBe(
    '{"notification":{"a":"x y\\/\\u00e9","none":null,"yes":true,"data":{"n":1.5}}}',
  );
});

it("gives one identity in every encoding", () => {
  const texts = fc.dictionary(
    fc.stringMatching(/^[a-z_]{1,8}$/),
    fc.string({ unit: "binary", maxLength: 20 }),
  );
  fc.assert(
    fc.property(texts, (data) => {
      const clean = Object.fromEntries(Object.entries(data).filter(([, text]) => !/[\r\n]/.test(text)));
      const digests = (["form", "json", "multipart"] as const).map((encoding) => {
        const { body, contentType } = encodeNotification(
          { notification: { z: "1", data: { z: "1", ...clean } } },
          encoding,
        );
        const parsed = parseBody(body, contentType);
        const notification = parsed.ok ? mapAt(parsed.root, "notification") : null;
        const found = notification === null ? null : mapAt(notification, "data");
        return found === null ? "unread" : digestData(found);
      });
      expect(new Set(digests).size).toBe(1);
      expect(digests[0]).not.toBe("unread");
    }),
  );
});
