import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin({
  requestConfig: "./lib/i18n/request.ts",
  // Messages are parsed while pages are built: browsers need no parser.
  experimental: {
    messages: { path: "./lib/i18n/messages", locales: ["en", "fr"], format: "json", precompile: true },
  },
});

/**
 * The build that `npm test` makes for its own tests: the types were checked before, and nobody builds on it (decision
 * 89).
 */
const isForTests = process.env.BUILD_FOR_TESTS === "1";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  // The paths of webhooks and connect links are secrets, in development, too.
  logging: { incomingRequests: { ignore: [/^\/api\/webhooks\//, /^\/connect\//] } },
  reactStrictMode: true,
  // Native or generated code that must be loaded from node_modules as it is.
  serverExternalPackages: [
    "pg",
    "pino",
    "@node-rs/argon2",
    "@prisma/client",
    "@prisma/adapter-pg",
    "@prisma/driver-adapter-utils",
  ],
  experimental: {
    // tsx has Node read the source map of everything it loads: those of the built pages are 140 MB (decision 87).
    turbopackSourceMaps: process.env.NODE_ENV !== "production",
    turbopackFileSystemCacheForBuild: !isForTests,
  },
  typescript: { ignoreBuildErrors: isForTests },
};

export default withNextIntl(config);
