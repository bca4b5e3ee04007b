/**
 * Writes a function as a script for a browser. The TypeScript loader may have wrapped named functions in a
 * helper of its own, which is not there: it is given along.
 *
 * @param run uses nothing from outside itself
 */
export function browserScript(run: (settings: never) => void, settings?: unknown): string {
  return `(function(){var __name=function(f){return f};(${run.toString()})(${JSON.stringify(settings) ?? ""})})();\n`;
}
