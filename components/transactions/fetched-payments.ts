import { z } from "zod";

const fetchedSchema = z.object({ fetched: z.number().int().positive() });

/** How many payments each fetch brought, by the id of its job. */
export type FetchedPayments = ReadonlyMap<string, number>;

export const NONE_FETCHED: FetchedPayments = new Map();

/**
 * Notes what a job brought. It may be told more than once: a message of an earlier step is read when the job has ended
 * meanwhile.
 *
 * @param row of a live message about the job
 */
export function noteFetched(before: FetchedPayments, jobId: string, row: unknown): FetchedPayments {
  const brought = fetchedSchema.safeParse(row);
  return brought.success ? new Map([...before, [jobId, brought.data.fetched]]) : before;
}

export function countFetched(fetched: FetchedPayments): number {
  return [...fetched.values()].reduce((sum, count) => sum + count, 0);
}
