import "@/components/shell/theme/mantine.css";
import "@/components/shell/theme/tokens.css";
import "@/components/shell/theme/base.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { readScheme, readZone, SCHEME_COOKIE, ZONE_COOKIE } from "@/components/shell/preferences";
import { Providers } from "@/components/shell/providers";
import { Words } from "@/components/shell/words";

export const metadata: Metadata = {
  title: { default: "Nocturne", template: "%s · Nocturne" },
  manifest: "/manifest.webmanifest",
  icons: { icon: "/icons/nocturne.svg" },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  themeColor: "#0c0f13",
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [jar, locale] = await Promise.all([cookies(), getLocale()]);
  const scheme = readScheme(jar.get(SCHEME_COOKIE)?.value);
  return (
    <html lang={locale} data-mantine-color-scheme={scheme}>
      <body>
        <Words of={[]}>
          <Providers scheme={scheme} zone={readZone(jar.get(ZONE_COOKIE)?.value)}>
            {children}
          </Providers>
        </Words>
      </body>
    </html>
  );
}
