import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/**
 * Expects that everybody can use a page, as far as axe sees it. It looks in the page itself and reads only what it
 * finds wrong: the builder's own way, for frames of other origins, takes a second page and three times as long.
 */
export async function expectNoBarriers(page: Page, where = ""): Promise<void> {
  expect(page.frames(), "frames, of which those of other origins are not looked at").toHaveLength(1);
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ["violations"] })
    .analyze();
  const found = violations.map(({ id, nodes }) => `${where} ${id} ${nodes[0]?.html.slice(0, 120)}`);
  expect(found, "barriers").toEqual([]);
}
