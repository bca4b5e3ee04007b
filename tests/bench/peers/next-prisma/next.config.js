/** @type {import("next").NextConfig} */
export default { serverExternalPackages: ["pg", "@prisma/client", "@prisma/adapter-pg"] };
