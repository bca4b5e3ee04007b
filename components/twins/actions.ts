"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { joinTwins, partTwins } from "@/lib/cards/twins/twins";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

const pair = z.object({ earlierId: z.uuid(), laterId: z.uuid() });

/** Joins an authorisation to the settlement that it came again as. */
export const joinPair = staffAction({
  permission: "transactions:write",
  input: pair,
  run: async (
    { scope, runtime: { database, auditKeys: keys } },
    given,
  ): Promise<ActionResult<true, "changed">> => {
    const done = await joinTwins(scope, { database, keys }, given);
    refresh();
    return done ? { ok: true, value: true } : { ok: false, problem: "changed" };
  },
});

/** Undoes a join. */
export const partPair = staffAction({
  permission: "transactions:write",
  input: pair,
  run: async (
    { scope, runtime: { database, auditKeys: keys } },
    given,
  ): Promise<ActionResult<true, "changed">> => {
    const done = await partTwins(scope, { database, keys }, given);
    refresh();
    return done ? { ok: true, value: true } : { ok: false, problem: "changed" };
  },
});
