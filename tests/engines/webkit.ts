import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { freePort } from "../support/free-port";
import { type Engine, type EnginePage, type Find, findElement, until } from "./engine";

const DRIVER = "/usr/bin/WebKitWebDriver";
const HEIGHT = 800;
const LIBRARIES = "/usr/lib";
/** What its windows with a toolbar are at least. */
const NARROWEST = 450;
/** The key under which the protocol names an element. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const KEYS: Readonly<Record<string, string>> = {
  Control: "\uE009",
  Enter: "\uE007",
  Escape: "\uE00C",
};

/** Asks a driver, as the protocol of W3C says. @throws with the driver's own words */
type Ask = (method: "GET" | "POST" | "DELETE", path: string, body?: unknown) => Promise<unknown>;

/** Starts a display for WebKitGTK, which is driven by its W3C driver over HTTP; null if it is not here. */
export async function startWebKit(): Promise<Engine | null> {
  const binary = findBrowser();
  if (binary === undefined || !existsSync(DRIVER) || !existsSync("/usr/bin/Xvfb")) return null;
  const display = await startDisplay();
  const first = await openSession(display.name, { binary, args: ["--automation"] });
  await first.end();
  const open = new Set<Session>();
  return {
    name: "WebKitGTK",
    version: first.version,
    newcomer: async ({ userAgent, width = 1_280 } = {}) => {
      const args = ["--automation", ...(userAgent === undefined ? [] : [`--user-agent=${userAgent}`])];
      const session = await openSession(display.name, { binary, args });
      open.add(session);
      const end = async () => {
        open.delete(session);
        await session.end();
      };
      const page = drive(session, (await session.ask("GET", "/window")) as string, end);
      await session.ask("POST", "/window/rect", { width, height: HEIGHT });
      return width < NARROWEST ? drive(session, await openNarrow(page, session, width), end) : page;
    },
    close: async () => {
      for (const session of open) await session.end();
      await stop(display.server);
    },
  };
}

interface Session {
  readonly ask: Ask;
  readonly version: string;
  end(): Promise<void>;
}

/** A driver has one session at a time: each gets a driver of its own. */
async function openSession(
  display: string,
  browser: { readonly binary: string; readonly args: readonly string[] },
): Promise<Session> {
  const port = await freePort();
  const driver = spawn(DRIVER, [`--port=${port}`, "--host=127.0.0.1"], {
    stdio: "ignore",
    // Its sandbox needs rights that containers do not have; it only sees pages of this test.
    env: { ...process.env, DISPLAY: display, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" },
  });
  const ask: Ask = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: unknown };
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(value).slice(0, 300)}`);
    return value;
  };
  await until(null, "the driver", async () => (await ask("GET", "/status")) !== undefined);
  const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": browser } };
  const made = (await ask("POST", "/session", { capabilities })) as {
    sessionId: string;
    capabilities: { browserVersion: string };
  };
  const base = `/session/${made.sessionId}`;
  return {
    ask: (method, path, body) => ask(method, `${base}${path}`, body),
    version: made.capabilities.browserVersion,
    end: async () => {
      await ask("DELETE", base);
      await stop(driver);
    },
  };
}

/** A window without a toolbar may be as narrow as a phone; such are only those that a page opens by a click. */
async function openNarrow(page: EnginePage, session: Session, width: number): Promise<string> {
  const open = `window.open('about:blank','','popup,width=${width},height=${HEIGHT}')`;
  await page.goto(`data:text/html,<button onclick="${open}">Open</button>`);
  return openedBy(session, () => page.click({ css: "button", name: "Open" }));
}

const listWindows = async ({ ask }: Session) => (await ask("GET", "/window/handles")) as string[];

/** The window that an action opens. */
async function openedBy(session: Session, action: () => Promise<void>): Promise<string> {
  const before = await listWindows(session);
  await action();
  let opened: string | undefined;
  await until(null, "a window", async () => {
    opened = (await listWindows(session)).find((one) => !before.includes(one));
    return opened !== undefined;
  });
  return opened ?? "";
}

function findBrowser(): string | undefined {
  if (!existsSync(LIBRARIES)) return undefined;
  const places = readdirSync(LIBRARIES).flatMap((machine) =>
    ["4.1", "4.0"].map((api) => `${LIBRARIES}/${machine}/webkit2gtk-${api}/MiniBrowser`),
  );
  return places.find((path) => existsSync(path));
}

/** A display that nobody sees; it says itself which number it took. */
async function startDisplay(): Promise<{ name: string; server: ChildProcess }> {
  const args = ["-displayfd", "1", "-screen", "0", "1440x1000x24", "-nolisten", "tcp"];
  const server = spawn("/usr/bin/Xvfb", args, { stdio: ["ignore", "pipe", "ignore"] });
  const number = await new Promise<string>((resolve, reject) => {
    server.stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    server.once("exit", () => reject(new Error("Xvfb did not start")));
  });
  return { name: `:${number}`, server };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}

function drive(session: Session, handle: string, close: () => Promise<void>): EnginePage {
  const here: Ask = async (method, path, body) => {
    await session.ask("POST", "/window", { handle });
    return session.ask(method, path, body);
  };
  const run = (script: string, args: readonly unknown[]) =>
    here("POST", "/execute/sync", { script: `return (${script})(...arguments)`, args });
  const evaluate: EnginePage["evaluate"] = (work, ...given) => run(work.toString(), given) as never;
  const find = async ({ css, name }: Find): Promise<string> => {
    let id = "";
    await until({ evaluate }, `“${name}”`, async () => {
      const found = (await run(findElement.toString(), [css, name])) as Record<string, string> | null;
      id = found?.[ELEMENT] ?? "";
      return id !== "";
    });
    return id;
  };
  return {
    goto: async (url) => void (await here("POST", "/url", { url })),
    reload: async () => void (await here("POST", "/refresh", {})),
    evaluate,
    click: async (what) => void (await here("POST", `/element/${await find(what)}/click`, {})),
    fill: async (what, text) => {
      const id = await find(what);
      // Its own way to clear a field is unseen by scripts that keep what a field holds: they bring it back.
      const element = { [ELEMENT]: id };
      await run(
        ((field: HTMLInputElement) => {
          field.focus();
          field.select();
        }).toString(),
        [element],
      );
      await here("POST", `/element/${id}/value`, { text });
    },
    press: async (keys) => {
      const values = keys.split("+").map((key) => KEYS[key] ?? key);
      const down = values.map((value) => ({ type: "keyDown", value }));
      const up = values.toReversed().map((value) => ({ type: "keyUp", value }));
      await here("POST", "/actions", { actions: [{ type: "key", id: "keys", actions: [...down, ...up] }] });
    },
    opened: async (action) => {
      const popup = await openedBy(session, action);
      const closePopup = async () => {
        await session.ask("POST", "/window", { handle: popup });
        await session.ask("DELETE", "/window");
      };
      return drive(session, popup, closePopup);
    },
    isClosed: async () => !(await listWindows(session)).includes(handle),
    close,
    screenshot: async (path) =>
      writeFile(path, Buffer.from(String(await here("GET", "/screenshot")), "base64")),
  };
}
