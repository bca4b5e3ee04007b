/** Who waits for events of a site's feed. A wait holds a timer and nothing else: no connection of the database. */
export interface FeedWaits {
  /** How many wait now. */
  readonly waiting: number;
  /**
   * Begins to wait: an event that commits from now on is not missed, whenever `news` is awaited.
   *
   * @param signal ends the wait, as does the end of the server
   */
  begin(siteId: string, signal: AbortSignal): FeedWait;
  /** A site's feed has new events. */
  wake(siteId: string): void;
  /** Nobody knows what was missed: everybody looks. */
  wakeAll(): void;
  /** Ends all waits, and those that begin later. */
  close(): void;
}

export interface FeedWait {
  /** @returns whether there may be something new: false after the time, or if nobody may wait any longer */
  news(milliseconds: number): Promise<boolean>;
  end(): void;
}

interface Waiter {
  woken: boolean;
  settle: () => void;
}

/** Creates the waits of this process. */
export function createFeedWaits(): FeedWaits {
  const sites = new Map<string, Set<Waiter>>();
  let closed = false;
  const wakeEach = (waiters: Iterable<Waiter>) => {
    for (const waiter of waiters) {
      waiter.woken = true;
      waiter.settle();
    }
  };
  const everybody = () => [...sites.values()].flatMap((waiters) => [...waiters]);
  return {
    get waiting() {
      return everybody().length;
    },
    begin: (siteId, signal) => {
      const waiter: Waiter = { woken: false, settle: () => undefined };
      const waiters = sites.get(siteId) ?? new Set();
      sites.set(siteId, waiters.add(waiter));
      return {
        news: async (milliseconds) => {
          const isOver = () => closed || signal.aborted;
          if (!waiter.woken && !isOver()) {
            await new Promise<void>((resolve) => {
              const settle = () => {
                clearTimeout(timer);
                signal.removeEventListener("abort", settle);
                resolve();
              };
              const timer = setTimeout(settle, milliseconds);
              waiter.settle = settle;
              signal.addEventListener("abort", settle, { once: true });
            });
          }
          const { woken } = waiter;
          waiter.woken = false;
          return woken && !isOver();
        },
        end: () => {
          waiters.delete(waiter);
          if (waiters.size === 0 && sites.get(siteId) === waiters) sites.delete(siteId);
        },
      };
    },
    wake: (siteId) => wakeEach(sites.get(siteId) ?? []),
    wakeAll: () => wakeEach(everybody()),
    close: () => {
      closed = true;
      for (const waiter of everybody()) waiter.settle();
    },
  };
}
