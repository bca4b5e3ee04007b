/** How many payments each fetch brought, by the id of its job. */
export type FetchedPayments = ReadonlyMap<string, number>;

export const NONE_FETCHED: FetchedPayments = new Map();

/**
 * Notes what a job brought. It may be told more than once: a message of an earlier step is read when the job has ended
 * meanwhile.
 *
 * @param fetched how many a live message says
 */
export function noteFetched(before: FetchedPayments, jobId: string, fetched: number): FetchedPayments {
  return fetched === 0 ? before : new Map([...before, [jobId, fetched]]);
}

export function countFetched(fetched: FetchedPayments): number {
  return [...fetched.values()].reduce((sum, count) => sum + count, 0);
}
