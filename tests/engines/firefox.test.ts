import { it } from "vitest";
import { startFirefox } from "./firefox";
import { testEngine } from "./whole-engine";

const engine = await startFirefox();
if (engine === null) it.skip("Firefox is not here: install firefox-esr");
else testEngine(engine);
