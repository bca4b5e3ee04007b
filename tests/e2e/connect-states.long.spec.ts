import { STATES } from "./connect-states";
import { test } from "./fixtures";
import { tryStates } from "./show-states";

// What a blocked script and a closed window write to the console is provoked here.
test.use({ provoked: [/status of 4\d\d/, /ERR_BLOCKED_BY_CLIENT/] });

for (const language of ["en", "fr"] as const)
  for (const size of ["phone", "desktop"] as const)
    tryStates({ which: "every state", states: STATES, language, size });
