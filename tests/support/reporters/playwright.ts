import type { FullConfig, Reporter, Suite, TestError } from "@playwright/test/reporter";
import { sayFailure, writeOutcome } from "./outcome";

/** Writes what a run came to. Whatever failed outside of a test is a failure of its own. */
export default class OutcomeReporter implements Reporter {
  private suite: Suite | undefined;
  private readonly outside: string[] = [];

  onBegin(_config: FullConfig, suite: Suite): void {
    this.suite = suite;
  }

  onError({ stack, message }: TestError): void {
    this.outside.push(sayFailure("outside of any test", stack ?? message));
  }

  onEnd(): void {
    const tests = this.suite?.allTests() ?? [];
    // Flaky is failed: a test that passes at the second attempt is a bug.
    const failed = tests.filter((test) => ["unexpected", "flaky"].includes(test.outcome()));
    const failures = failed.map((test) => {
      const errors = test.results.flatMap((result) => result.errors);
      const why = errors.map(({ stack, message }) => stack ?? message).join("\n");
      return sayFailure(test.titlePath().filter(Boolean).join(" › "), why);
    });
    writeOutcome({
      passed: tests.filter((test) => test.outcome() === "expected").length,
      failed: failures.length + this.outside.length,
      failures: [...failures, ...this.outside],
    });
  }

  printsToStdio(): boolean {
    return false;
  }
}
