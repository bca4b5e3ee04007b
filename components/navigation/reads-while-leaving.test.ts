import { expect, it, vi } from "vitest";
import { keepReadsWhileLeaving } from "./reads-while-leaving";

const READ = { headers: { rsc: "1" } };

/** A page whose requests fail until they work again. */
function makePage() {
  const events = new EventTarget();
  const answers = { work: false, broken: false };
  const asked = vi.fn<typeof fetch>(async () => {
    if (!answers.work) throw new TypeError("Load failed");
    return answers.broken ? new Response(breakOff(events)) : new Response("read");
  });
  const page = { fetch: asked as typeof fetch, addEventListener: events.addEventListener.bind(events) };
  keepReadsWhileLeaving(page);
  return { page, asked, answers, tell: (name: string) => events.dispatchEvent(new Event(name)) };
}

/** A body that ends in the middle, once the page is left. */
function breakOff(events: EventTarget): ReadableStream {
  return new ReadableStream({
    start: (controller) =>
      events.addEventListener("beforeunload", () => controller.error(new TypeError("Load failed"))),
  });
}

it("waits with what the router reads while the page is left, and reads it if the page stays", async () => {
  const { page, asked, answers, tell } = makePage();
  tell("beforeunload");
  const read = page.fetch("/users", READ);
  await vi.waitFor(() => expect(asked.mock.calls.length).toBeGreaterThan(1));
  answers.work = true;
  expect(await (await read).text()).toBe("read");
});

it("waits with telling that an answer broke off while the page is left, until it is known to stay", async () => {
  const { page, asked, answers, tell } = makePage();
  Object.assign(answers, { work: true, broken: true });
  const answer = await page.fetch("/users", READ);
  tell("beforeunload");
  answers.work = false;
  const told = vi.fn();
  const reading = answer.text().catch(told);
  await vi.waitFor(() => expect(asked.mock.calls.length).toBeGreaterThan(2));
  expect(told).not.toHaveBeenCalled();
  answers.work = true;
  await reading;
  expect(told).toHaveBeenCalledOnce();
});

it("fails at once where nobody leaves, or somebody came back", async () => {
  const { page, asked, tell } = makePage();
  await expect(page.fetch("/users", READ)).rejects.toThrow("Load failed");
  tell("beforeunload");
  tell("pageshow");
  await expect(page.fetch("/users", READ)).rejects.toThrow("Load failed");
  expect(asked).toHaveBeenCalledTimes(2);
});

it("repeats nothing that is sent, nothing that was given up, and no read of others", async () => {
  const { page, asked, tell } = makePage();
  tell("beforeunload");
  for (const init of [{ ...READ, method: "POST" }, { ...READ, signal: AbortSignal.abort() }, {}, undefined])
    await expect(page.fetch("/users", init)).rejects.toThrow("Load failed");
  expect(asked).toHaveBeenCalledTimes(4);
});
