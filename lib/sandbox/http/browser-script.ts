/**
 * Turns a function into a script for a browser. The TypeScript loader may have wrapped named functions in a helper
 * that the browser lacks, so it is included.
 *
 * @param run uses nothing from outside itself
 */
export function browserScript(run: (settings: never) => void, settings?: unknown): string {
  return `(function(){var __name=function(f){return f};(${run.toString()})(${JSON.stringify(settings) ?? ""})})();\n`;
}
