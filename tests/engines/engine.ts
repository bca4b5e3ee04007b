import { setTimeout as sleep } from "node:timers/promises";

/** A page in an engine: what its drivers can do alike. */
export interface EnginePage {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs a function in the page: it sees nothing of this side but what it is given. */
  evaluate<Given extends unknown[], Found>(work: (...given: Given) => Found, ...given: Given): Promise<Found>;
  /** Clicks as a person does what `find` of the page finds. */
  click(find: Find): Promise<void>;
  /** Types into a field, instead of what stands there. */
  fill(find: Find, text: string): Promise<void>;
  /** Presses keys: one with others held, as `Control+k`, or alone, as `Enter`. */
  press(keys: string): Promise<void>;
  /** The window that an action opens. */
  opened(action: () => Promise<void>): Promise<EnginePage>;
  isClosed(): Promise<boolean>;
  close(): Promise<void>;
  screenshot(path: string): Promise<void>;
}

/** A thing in a page: its tags, and what people call it. */
export interface Find {
  readonly css: string;
  readonly name: string;
}

/** A browser that can be driven. */
export interface Engine {
  readonly name: "WebKitGTK" | "Firefox";
  readonly version: string;
  /** A page of somebody who was never here: no cookies, nothing stored. */
  newcomer(options?: { userAgent?: string; width?: number }): Promise<EnginePage>;
  close(): Promise<void>;
}

const WAIT_MS = 15_000;

/** What a wait has to know of a page. */
type Watched = Pick<EnginePage, "evaluate">;

/** Waits until something is so, or fails with what was waited for and what the page shows instead. */
export async function until(
  page: Watched | null,
  what: string,
  isSo: () => Promise<boolean>,
  waitMs = WAIT_MS,
): Promise<void> {
  const end = Date.now() + waitMs;
  while (Date.now() < end) {
    // A page that is being replaced answers with an error: it is asked again.
    if (await isSo().catch(() => false)) return;
    await sleep(100);
  }
  throw new Error(`Waited in vain for ${what}${page === null ? "" : await describePage(page)}`);
}

/** Where a page is, whether another is on its way, and what it shows. */
function describePage(page: Watched): Promise<string> {
  const described = page.evaluate(() => {
    const onItsWay = document.querySelector(".animate-on-the-way") === null ? "" : ", another on its way";
    // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not what the page shows
    const text = document.body.innerText.replaceAll(/\s*\n\s*/g, "\n").slice(0, 2_000);
    return ` at ${location.href} (${document.readyState}${onItsWay}):\n${text}`;
  });
  return described.catch((error: unknown) => `: the page answers with ${String(error)}`);
}

/** The element that is meant, among those that can be seen: in the page. */
export function findElement(css: string, name: string): Element | null {
  const plain = (text: string | null | undefined) => (text ?? "").trim().replaceAll(/\s+/g, " ");
  const namesOf = (element: Element) => [
    plain(element.getAttribute("aria-label")),
    plain(element.textContent),
    ...[...((element as HTMLInputElement).labels ?? [])].map((label) => plain(label.textContent)),
  ];
  const all = [...document.querySelectorAll(css)].filter((element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
  );
  return all.find((element) => namesOf(element).includes(name)) ?? null;
}

/** Whether a page shows a text that matches: in the innermost element that has it, since outer ones hold hidden text too. */
export function says(page: EnginePage, pattern: RegExp): Promise<boolean> {
  return page.evaluate((source) => {
    const has = (element: Element) => new RegExp(source).test(element.textContent.replaceAll(/\s+/g, " "));
    return [...document.querySelectorAll("body *:not(script, style)")].some(
      (element) =>
        has(element) &&
        ![...element.children].some(has) &&
        element.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
    );
  }, pattern.source);
}

/** Waits until a page shows a text. */
export async function seen(page: EnginePage, text: string, waitMs?: number): Promise<void> {
  const pattern = new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  await until(page, `“${text}”`, () => says(page, pattern), waitMs);
}

/** Waits until scripts answer what is pressed in a form: a browser sends it by itself before that. */
export async function isAlive(page: EnginePage): Promise<void> {
  await until(page, "the form’s script", () =>
    page.evaluate(() =>
      Object.keys(document.querySelector("form") ?? {}).some((key) => key.startsWith("__react")),
    ),
  );
}

/**
 * Chooses a day, as a calendar does: keys mean another part of a date in each engine and language. An engine without
 * such fields shows a text, which takes the same value.
 */
export async function choose(page: EnginePage, { name }: Find, day: string): Promise<void> {
  const isChosen = () =>
    page.evaluate(
      (label, value) => {
        const inputs = [...document.querySelectorAll("input")];
        const input = inputs.find(({ labels }) =>
          [...(labels ?? [])].some((one) => one.textContent === label),
        );
        if (input === undefined) return false;
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, value);
        input.dispatchEvent(new Event("input", { bubbles: true }));
        return input.value === value;
      },
      name,
      day,
    );
  await until(page, `“${name}”`, isChosen);
}

export const button = (name: string): Find => ({ css: "button, [role=button], [role=menuitem]", name });
export const link = (name: string): Find => ({ css: "a", name });
export const field = (name: string): Find => ({ css: "input, textarea, select", name });
