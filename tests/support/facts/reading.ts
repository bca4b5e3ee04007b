import { slowDown, takeCall } from "@/lib/bank-api/budget-store";
import { createCircuit } from "@/lib/bank-api/circuit";
import { createBankClient } from "@/lib/bank-api/client";
import { findSigningSite, makeKey } from "@/lib/bank-api/keys";
import { readNext } from "@/lib/bank-api/read-cards";
import { END_USER_SCOPE, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { beginAttempt } from "@/lib/links/connecting/attempts";
import { describeWording } from "@/lib/links/connecting/wording";
import { startSandbox } from "@/lib/sandbox/start";
import type { createTestDatabase } from "../database";
import { type makeSite, VECTOR_PARTNER_REF } from "./factories";
import { makeGrants } from "./grants";

/** The simulated bank with its REST API, a site that states that it reads it, and what reads it. */
export async function makeReading(
  database: Awaited<ReturnType<typeof createTestDatabase>>,
  site: Awaited<ReturnType<typeof makeSite>>,
  webhookUrl = "http://127.0.0.1:1/nobody",
) {
  const { prisma } = database;
  const grants = makeGrants(database, site);
  await prisma.site.updateMany({ where: { id: site.siteId }, data: { statesBankReading: true } });
  const made = await makeKey(SYSTEM_SCOPE, database, grants.keys, { siteId: site.siteId, currentId: null });
  if (!made.ok) throw new Error(made.problem);
  const sandbox = await startSandbox({
    port: 0,
    partnerId: "p".repeat(64),
    partnerRef: VECTOR_PARTNER_REF,
    partnerName: "Kiosque",
    webhookUrl,
    retryDelaysMs: [1, 1],
    publicKeys: [made.publicPem],
  });
  const bank = createBankClient({
    origin: sandbox.origin,
    findSite: (siteId) => findSigningSite(prisma, site.ring, siteId),
    takeCall: (siteId) => takeCall(SYSTEM_SCOPE, prisma, siteId),
    slowDown: (siteId) => slowDown(SYSTEM_SCOPE, prisma, siteId),
    keyUsed: async () => undefined,
    circuit: createCircuit({ failures: 5, pauseMs: 60_000, longestMs: 60_000 }),
    sleep: async () => undefined,
  });
  const deps = { database, keys: grants.keys, bank, enabled: true };
  return {
    sandbox,
    bank,
    grants,
    /** Invites a customer of the bank, who gives access on a page that states what is read, or on one that does not. */
    async link(customerId: string, statesBankReading = true, keeps = false) {
      const states = { reading: statesBankReading, holder: keeps, balance: keeps };
      const { userId, secret } = await grants.invite(`${customerId} ${statesBankReading}`);
      const wording = describeWording({ language: "en", words: ["We read."], states });
      const opening = { secret, browser: customerId, language: "en", userAgent: null, wording };
      const begun = await beginAttempt(END_USER_SCOPE, database, site.ring, opening);
      if (!begun.ok) throw new Error(begun.reason);
      const { customReference } = begun.attempt;
      await grants.tell(
        "token_created",
        sandbox.bank.makeToken(customerId, customReference),
        customReference,
      );
      return userId;
    },
    /** Reads whatever is due. @returns how many tokens that were */
    async readDue(): Promise<number> {
      const resting = new Map<string, number>();
      let read = 0;
      while (await readNext(deps, resting)) {
        read += 1;
        await prisma.bankApiBudget.updateMany({ data: { nextAt: new Date(0) } });
      }
      return read;
    },
    /** Makes everybody due again. */
    async passRound(): Promise<void> {
      // By then nothing is claimed any more by a server that was killed.
      const data = { dueAt: new Date(), claimedUntil: null };
      await prisma.tokenReading.updateMany({ where: { dueAt: { not: null } }, data });
    },
  };
}
