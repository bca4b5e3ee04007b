/** Stops calls to a server that does not answer, and lets one through now and then to see whether it does again. */
export interface Circuit {
  /** Whether a call may be sent now. While it is open, only one per pause may. */
  allows(): boolean;
  succeeded(): void;
  failed(): void;
  /** Whether it is open. */
  readonly isOpen: boolean;
}

interface CircuitOptions {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long it stays open at first; twice as long after each probe that fails. */
  readonly pauseMs: number;
  readonly longestMs: number;
  /** A steady clock, in milliseconds. */
  readonly now?: () => number;
}

/** Creates a closed circuit. */
export function createCircuit({
  failures,
  pauseMs,
  longestMs,
  now = () => performance.now(),
}: CircuitOptions): Circuit {
  let inARow = 0;
  let openings = 0;
  let openUntil: number | null = null;
  const pause = () => Math.min(pauseMs * 2 ** Math.min(openings - 1, 20), longestMs);
  return {
    allows: () => {
      if (openUntil === null) return true;
      if (now() < openUntil) return false;
      // The probe: others wait until it failed or succeeded, or took too long.
      openUntil = now() + pause();
      return true;
    },
    succeeded: () => {
      inARow = 0;
      openings = 0;
      openUntil = null;
    },
    failed: () => {
      inARow += 1;
      if (openUntil === null && inARow < failures) return;
      openings += 1;
      openUntil = now() + pause();
    },
    get isOpen() {
      return openUntil !== null;
    },
  };
}
