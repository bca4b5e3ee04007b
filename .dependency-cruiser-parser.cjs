// dependency-cruiser reads TypeScript through TypeScript's JavaScript API, which version 7 no longer has, or
// through swc, where it knows neither JSX, nor the alias `@/`, nor type-only imports. This fits swc's parser,
// which the cruiser looks up at each call, with the three. A type-only import is shown to it as dependency
// type "export", and everything that runs as "import".
const path = require("node:path");
const swc = require("@swc/core");

const EMPTY_SPAN = { start: 0, end: 0, ctxt: 0 };
const parseFileSync = swc.parseFileSync;

swc.parseFileSync = (file, options) => {
  const module = parseFileSync(file, { ...options, tsx: file.endsWith("x") });
  return { ...module, body: module.body.map((item) => markItem(item, file)) };
};

function markItem(item, file) {
  if (!item.source) return withoutDynamicAlias(item, file);
  const source = { ...item.source, value: withoutAlias(item.source.value, file) };
  if (isTypeOnly(item)) {
    return { type: "ExportNamedDeclaration", span: EMPTY_SPAN, specifiers: [], source, typeOnly: true };
  }
  return { type: "ImportDeclaration", span: EMPTY_SPAN, specifiers: [], source, typeOnly: false };
}

function isTypeOnly(item) {
  if (item.typeOnly) return true;
  const { specifiers } = item;
  return specifiers?.length > 0 && specifiers.every((specifier) => specifier.isTypeOnly === true);
}

/** `import("@/…")`, wherever it stands in a statement. */
function withoutDynamicAlias(node, file) {
  if (Array.isArray(node)) return node.map((child) => withoutDynamicAlias(child, file));
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).map(([key, child]) => [key, withoutDynamicAlias(child, file)]);
  const copy = Object.fromEntries(entries);
  const target = copy.callee?.type === "Import" ? copy.arguments[0].expression : undefined;
  if (target?.type === "StringLiteral") target.value = withoutAlias(target.value, file);
  return copy;
}

function withoutAlias(source, file) {
  if (!source.startsWith("@/")) return source;
  const target = path.relative(path.dirname(path.resolve(file)), path.join(__dirname, source.slice(2)));
  return target.startsWith(".") ? target : `./${target}`;
}
