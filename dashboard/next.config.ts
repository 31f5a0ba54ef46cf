import type { NextConfig } from "next";

const config: NextConfig = {
  output: "export",
  reactStrictMode: true,
  // The same sources give the same files; the build names them by a hash of what they are made of.
  generateBuildId: async () => process.env.MILLRACE_BUILD_ID ?? "development",
  experimental: { optimizePackageImports: ["@mantine/core", "@mantine/hooks", "@mantine/dates"] },
};

export default config;
