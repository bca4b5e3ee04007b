import { it } from "vitest";
import { startWebKit } from "./webkit";
import { testEngine } from "./whole-engine";

const engine = await startWebKit();
if (engine === null) it.skip("WebKitGTK is not here: install webkit2gtk-driver and xvfb");
else testEngine(engine);
