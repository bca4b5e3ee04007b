import type { Reporter, SerializedError, TestModule } from "vitest/node";
import { sayFailure, writeOutcome } from "./outcome";

/** Writes what a run came to. Whatever failed outside of a test is a failure of its own. */
export default class OutcomeReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const passed = tests.filter((test) => test.result().state === "passed").length;
    const failures = [
      ...tests.flatMap((test) => {
        const { state, errors } = test.result();
        const where = `${test.module.relativeModuleId} › ${test.fullName}`;
        return state === "failed" ? [sayFailure(where, errors?.map(textOf).join("\n"))] : [];
      }),
      // A file that did not load, or what prepares or clears up for a group of tests.
      ...modules.flatMap((module) => [
        ...module.errors().map((error) => sayFailure(module.relativeModuleId, textOf(error))),
        ...[...module.children.allSuites()].flatMap((suite) =>
          suite
            .errors()
            .map((error) => sayFailure(`${module.relativeModuleId} › ${suite.fullName}`, textOf(error))),
        ),
      ]),
      ...unhandled.map((error) => sayFailure("outside of any test", textOf(error))),
    ];
    writeOutcome({ passed, failed: failures.length, failures });
  }
}

/** What an error says, what it expected, and what caused it. */
function textOf(error: SerializedError): string {
  const { stack, message, diff, cause } = error;
  const caused = isError(cause) ? `caused by ${textOf(cause)}` : "";
  return [stack ?? message, diff, caused].filter(Boolean).join("\n");
}

function isError(value: unknown): value is SerializedError {
  return typeof value === "object" && value !== null && "message" in value;
}
