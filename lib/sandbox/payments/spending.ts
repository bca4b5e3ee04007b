/** How often customers pay: so many times a second, or as often as the partner takes it. */
export type Rate = number | "max";

/** Notifications that may wait before no more payments are made. */
const MOST_WAITING = 5_000;
/** Enough to keep every connection busy. */
const SATURATED = 64;
const TICK_MS = 20;

/** Pays at a rate until it is told another. A slow partner is not buried: payments wait for it. */
export class Spending {
  private timer: ReturnType<typeof setInterval> | undefined;
  private rate: Rate = 0;

  constructor(
    private readonly pay: (customers: readonly string[]) => void,
    private readonly waiting: () => number,
  ) {}

  get now(): Rate {
    return this.rate;
  }

  start(rate: Rate, customers: readonly string[]): void {
    this.stop();
    this.rate = rate;
    if (rate === "max") {
      this.timer = setInterval(() => {
        while (this.waiting() < SATURATED) this.pay(customers);
      }, 1);
    } else if (rate > 0) this.startSteady(rate, customers);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.rate = 0;
  }

  private startSteady(perSecond: number, customers: readonly string[]): void {
    // Timers are too coarse for high rates: several payments fall due at once.
    const tick = Math.max(TICK_MS, 1_000 / perSecond);
    let owed = 0;
    this.timer = setInterval(() => {
      owed += (perSecond * tick) / 1_000;
      for (; owed >= 1 - 1e-9; owed -= 1) if (this.waiting() < MOST_WAITING) this.pay(customers);
    }, tick);
  }
}

/** Who pays: those with a grant, and before them one without, so that some cards are unattributed. */
export function whoSpends(
  customers: readonly { readonly id: string }[],
  hasGrant: (id: string) => boolean,
): [string, ...string[]] {
  const linked = customers.filter(({ id }) => hasGrant(id));
  const [other] = [{ id: "sofia" }, ...customers].filter(({ id }) => !hasGrant(id));
  return [other?.id ?? "sofia", ...linked.map(({ id }) => id)];
}
