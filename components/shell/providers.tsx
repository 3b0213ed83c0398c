"use client";

import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { Scheme } from "@/components/shell/preferences";
import { mantineTheme, mantineVariables } from "@/components/shell/theme/mantine-theme";
import { ZoneProvider } from "@/components/ui/zone";

// Facts are refetched when the socket says that they changed, not by the clock.
const createClient = () =>
  new QueryClient({ defaultOptions: { queries: { staleTime: 60_000, retry: 1, refetchOnWindowFocus: "always" } } });

type Props = { scheme: Scheme; zone: string | undefined; children: ReactNode };

export function Providers({ scheme, zone, children }: Props) {
  const [client] = useState(createClient);
  return (
    <MantineProvider
      theme={mantineTheme}
      cssVariablesResolver={mantineVariables}
      forceColorScheme={scheme}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={client}>
        <ZoneProvider remembered={zone}>{children}</ZoneProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
