"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { joinTwins, partTwins } from "@/lib/cards/twins/twins";
import { type ActionContext, type ActionResult, staffAction } from "@/lib/staff/staff-action";

const pair = z.object({ earlierId: z.uuid(), laterId: z.uuid() });

const alterBy =
  (alter: typeof joinTwins | typeof partTwins) =>
  async (
    { scope, runtime: { database, auditKeys: keys } }: ActionContext,
    given: z.output<typeof pair>,
  ): Promise<ActionResult<true, "changed">> => {
    const done = await alter(scope, { database, keys }, given);
    refresh();
    return done ? { ok: true, value: true } : { ok: false, problem: "changed" };
  };

/** Joins an authorisation to the settlement that it came again as. */
export const joinPair = staffAction({
  permission: "transactions:write",
  input: pair,
  run: alterBy(joinTwins),
});

/** Undoes a join. */
export const partPair = staffAction({
  permission: "transactions:write",
  input: pair,
  run: alterBy(partTwins),
});
