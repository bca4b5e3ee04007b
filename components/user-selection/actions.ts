"use server";

import { z } from "zod";
import { cancelUnopened, extendUnopened } from "@/lib/links/inviting/unopened-links";
import { chosenSchema, MOST_CHOSEN, resolveChosen } from "@/lib/links/listing/chosen-users";
import { tagSchema } from "@/lib/links/listing/user-filters";
import { changeTags } from "@/lib/links/notes/tags";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";
import { type Ordered, orderLinks, orderReminders, stopMails } from "@/lib/user-mails/order-mails";

/** Links that one transaction changes. */
const MOST_LINKS = 500;

/** The ids of those who are meant. */
export const chooseUsers = staffAction({
  permission: "users:write",
  input: z.object({ chosen: chosenSchema }),
  run: async ({ scope, runtime }, { chosen }): Promise<ActionResult<string[], "too_many">> => {
    const ids = await resolveChosen(scope, runtime.database.prisma, chosen);
    return ids === null ? { ok: false, problem: "too_many" } : { ok: true, value: ids };
  },
});

/** Orders e-mails to people: their link, or a reminder of one that they have not opened. */
export const mailUsers = staffAction({
  permission: "users:write",
  input: z.object({ userIds: z.array(z.uuid()).min(1).max(500), kind: z.enum(["link", "reminder"]) }),
  run: async ({ scope, runtime }, { userIds, kind }): Promise<ActionResult<Ordered, "no_mail">> => {
    if (runtime.mailer === null) return { ok: false, problem: "no_mail" };
    const order = kind === "link" ? orderLinks : orderReminders;
    const value = await order(scope, runtime.database, runtime.auditKeys, userIds);
    runtime.jobs.wake();
    return { ok: true, value };
  },
});

/** Stops e-mails to a person, or allows them again. */
export const stopMailsAction = staffAction({
  permission: "users:write",
  input: z.object({ userId: z.uuid(), stopped: z.boolean() }),
  run: async ({ scope, runtime }, input): Promise<ActionResult<null, "unchanged">> =>
    (await stopMails(scope, runtime.database, runtime.auditKeys, input))
      ? { ok: true, value: null }
      : { ok: false, problem: "unchanged" },
});

/** Extends or cancels the links that people have not opened. */
export const changeUnopened = staffAction({
  permission: "users:write",
  input: z.object({ chosen: chosenSchema, what: z.enum(["extend", "cancel"]) }),
  run: async (
    { scope, runtime },
    { chosen, what },
  ): Promise<ActionResult<{ count: number; cancelled: string[] }, "too_many">> => {
    const { database, auditKeys } = runtime;
    const ids = await resolveChosen(scope, database.prisma, chosen);
    if (ids === null || ids.length > MOST_LINKS) return { ok: false, problem: "too_many" };
    if (what === "extend") {
      const count = await extendUnopened(scope, database, auditKeys, ids);
      return { ok: true, value: { count, cancelled: [] } };
    }
    const cancelled = await cancelUnopened(scope, database, auditKeys, ids);
    return { ok: true, value: { count: cancelled.length, cancelled } };
  },
});

/** Gives people a tag. @returns who did not have it */
export const tagUsers = staffAction({
  permission: "users:write",
  input: z.object({ chosen: chosenSchema, tag: tagSchema }),
  run: async ({ scope, runtime }, { chosen, tag }): Promise<ActionResult<string[], "too_many">> => {
    const userIds = await resolveChosen(scope, runtime.database.prisma, chosen);
    if (userIds === null) return { ok: false, problem: "too_many" };
    const change = { userIds, tag, on: true };
    return { ok: true, value: await changeTags(scope, runtime.database, runtime.auditKeys, change) };
  },
});

/** Takes a tag from people who were given it. */
export const untagUsers = staffAction({
  permission: "users:write",
  input: z.object({ userIds: z.array(z.uuid()).max(MOST_CHOSEN), tag: tagSchema }),
  run: async ({ scope, runtime }, { userIds, tag }): Promise<ActionResult<null, "changed_since">> => {
    const change = { userIds, tag, on: false };
    const changed = await changeTags(scope, runtime.database, runtime.auditKeys, change);
    return changed.length === 0 ? { ok: false, problem: "changed_since" } : { ok: true, value: null };
  },
});
