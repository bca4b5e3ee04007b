/** A page of any browser that can be driven. */
interface AnyPage {
  evaluate(work: () => string[]): Promise<string[]>;
}

/**
 * What of a page cannot be seen whole: a page or a table that is wider than its place, and cells, pills, icons and
 * buttons that stick out of the box that clips them, or whose own text is clipped and is in no `title`.
 */
export async function listCutOff(page: AnyPage): Promise<string[]> {
  return page.evaluate(() => {
    const nameOf = (element: Element) =>
      `${element.tagName.toLowerCase()} “${(element.textContent ?? "").trim().replaceAll(/\s+/g, " ").slice(0, 50)}”`;
    const clips = (element: Element) => getComputedStyle(element).overflowX !== "visible";
    const excessOf = (element: Element) => (clips(element) ? element.scrollWidth - element.clientWidth : 0);
    const isShown = (element: Element) =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      element.closest(".sr-only") === null &&
      element.getBoundingClientRect().width > 1;
    const all = (wanted: string) => [...document.querySelectorAll(`main ${wanted}`)].filter(isShown);
    const tooWide = all("section:has(> table)")
      .filter((place) => excessOf(place) > 1)
      .map((place) => `${excessOf(place)} px of the table ${place.getAttribute("aria-label")} are cut`);
    const shortened = all(":is(td, th, td *, .rounded-full)")
      .filter((element) => excessOf(element) > 1 && element.closest("[title]") === null)
      .map((element) => `${excessOf(element)} px of the text are cut: ${nameOf(element)}`);
    const sticksOut = (element: Element) => {
      const frame = [...document.querySelectorAll("main *")].findLast(
        (outer) => outer !== element && outer.contains(element) && clips(outer),
      );
      if (frame === undefined) return 0;
      const [inner, outer] = [element.getBoundingClientRect(), frame.getBoundingClientRect()];
      return Math.round(Math.max(inner.right - outer.right, outer.left - inner.left));
    };
    const outside = all(":is(svg, button, .rounded-full)")
      .filter((element) => element.closest("section:has(> table), pre") === null)
      .map((element) => ({ element, out: sticksOut(element) }))
      .filter(({ out }) => out > 1)
      .map(({ element, out }) => `${out} px stick out: ${nameOf(element)}`);
    // However narrow: a cell of no width hides its box from the eye, and not from the keyboard.
    const untouchable = [...document.querySelectorAll("main td:has(input, button)")]
      .filter((cell) => cell.checkVisibility() && excessOf(cell) > 1)
      .map((cell) => `what is to be pressed is cut: ${nameOf(cell)}`);
    const over = document.documentElement.scrollWidth - window.innerWidth;
    const page = over > 0 ? [`the page is ${over} px too wide`] : [];
    return [...new Set([...page, ...tooWide, ...shortened, ...outside, ...untouchable])];
  });
}
