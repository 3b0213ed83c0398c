import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type { Catalogue } from "@/lib/i18n/catalogue";

const EVERYWHERE = ["shell", "states", "reasons", "time"] as const satisfies (keyof Catalogue)[];

/** Sends a page's namespaces to the browser, beside those that every page needs; the rest stays on the server. */
export async function Words({ of, children }: { of: (keyof Catalogue)[]; children: ReactNode }) {
  const all: Partial<Record<string, unknown>> = await getMessages();
  const chosen = Object.fromEntries([...EVERYWHERE, ...of].map((name) => [name, all[name]]));
  return <NextIntlClientProvider messages={chosen as never}>{children}</NextIntlClientProvider>;
}
