import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/i18n/request.ts");

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
  },
};

export default withNextIntl(config);
