import { z } from "zod";
import { apiSettingsSchema } from "../api/settings";
import { TOKEN_CHANGES } from "../customers/grants";
import { type Actions, customer, notFound, ok } from "./action";

/** Access that customers give, and the API that it opens. */
export const TOKENS: Actions = {
  grants: ({ bank }, input) => {
    const { customer: id, customReference } = z
      .strictObject({ customer, customReference: z.string().max(255) })
      .parse(input);
    const token = bank.makeToken(bank.directory.find(id).id, customReference);
    void bank.sendCreated(token);
    // As the pop-up gives it to the page that opened it.
    return ok({ token });
  },
  revoke: ({ bank }, input) => {
    const { customer: id, lost } = z.strictObject({ customer, lost: z.boolean().optional() }).parse(input);
    return ok({ revoked: bank.revoke(id, lost) });
  },
  token: ({ bank }, input) => {
    const { customer: id, change } = z.strictObject({ customer, change: z.enum(TOKEN_CHANGES) }).parse(input);
    return ok({ changed: bank.grants.change(bank.directory.find(id).id, change) });
  },
  "register-key": ({ api }, input) => {
    const { publicKey } = z.strictObject({ publicKey: z.string().max(10_000) }).parse(input);
    return ok(api.keys.register(publicKey));
  },
  "forget-key": ({ api }, input) => {
    const { fingerprint } = z.strictObject({ fingerprint: z.string() }).parse(input);
    return api.keys.forget(fingerprint) ? ok({}) : notFound("No key has this fingerprint.");
  },
  api: ({ api }, input) => ok(Object.assign(api.settings, apiSettingsSchema.parse(input))),
};
