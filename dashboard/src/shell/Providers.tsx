"use client";

import { MantineProvider } from "@mantine/core";
import type { ReactNode } from "react";
import { theme, variables } from "@/theme/theme";
import { SessionProvider } from "./session";

export function Providers({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
      <SessionProvider>{children}</SessionProvider>
    </MantineProvider>
  );
}
