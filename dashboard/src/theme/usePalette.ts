"use client";

import { useComputedColorScheme } from "@mantine/core";
import { type Palette, paletteOf } from "./palette";

export function usePalette(): Palette & { scheme: "light" | "dark" } {
  const scheme = useComputedColorScheme("light");
  return { ...paletteOf(scheme), scheme };
}
