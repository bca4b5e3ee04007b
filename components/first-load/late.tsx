import { type ComponentType, lazy, Suspense, useState } from "react";
import { LateNotice } from "./late-notice";
import { loadAtLast } from "./load-at-last";

/** A component whose script comes after the page's. */
export interface Late<Props> {
  /** Null until its script is there. */
  readonly loaded: () => ComponentType<Props> | null;
  /** Waits for its script, to be drawn within `Suspense`. One for each time it is opened: it does not try again. */
  readonly makeComing: () => ComponentType<Props>;
  /** Fetches its script before somebody wants it. That it cannot come is told to whoever opens it. */
  readonly fetchAhead: () => void;
}

/** A part that is fetched before somebody wants it, if there is time. */
export function makeLate<Props>(load: () => Promise<ComponentType<Props>>): Late<Props> {
  let loaded: ComponentType<Props> | null = null;
  let coming: Promise<ComponentType<Props>> | null = null;
  const fetch = async () => {
    coming ??= loadAtLast(load);
    try {
      loaded = await coming;
      return loaded;
    } catch (error) {
      coming = null;
      throw error;
    }
  };
  const makeComing = () => lazy(async () => ({ default: await fetch() })) as ComponentType<Props>;
  return { loaded: () => loaded, makeComing, fetchAhead: () => void fetch().catch(() => undefined) };
}

interface LatePartProps<Props> {
  part: Late<Props>;
  props: Props;
  /** Closes what was opened, by whoever waited for long enough. */
  onGiveUp: () => void;
}

/**
 * Draws a part that is opened now: if its script is there, itself, because React holds back for a third of a second what
 * it had to wait for. What was begun with stays as long as the part is open.
 */
export function LatePart<Props extends object>({ part, props, onGiveUp }: LatePartProps<Props>) {
  const [Shown] = useState(() => part.loaded() ?? part.makeComing());
  return (
    <Suspense fallback={<LateNotice onGiveUp={onGiveUp} />}>
      <Shown {...props} />
    </Suspense>
  );
}
