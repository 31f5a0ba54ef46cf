import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
} from "@mantine/core";

/** Water under a mill wheel: the one accent of the page. */
const mill: MantineColorsTuple = [
  "#e8f4f9",
  "#d3e7f0",
  "#a6cee0",
  "#76b4d0",
  "#509ec3",
  "#3990bb",
  "#2a89b7",
  "#17688f",
  "#0f5b80",
  "#044c6c",
];

/** Cool greys: 7 is the page, 6 a surface, 4 a line, 2 quiet text. */
const dark: MantineColorsTuple = [
  "#e4e8ee",
  "#c3cad5",
  "#9aa5b4",
  "#7c8796",
  "#343c49",
  "#272e39",
  "#181d26",
  "#10141b",
  "#0c0f15",
  "#080a0f",
];

export const theme = createTheme({
  primaryColor: "mill",
  primaryShade: { light: 7, dark: 5 },
  autoContrast: true,
  // Where black and white have the same contrast to a colour.
  luminanceThreshold: 0.179,
  // The accent is lighter in the dark, and what is written on it darker; the library decides that for both at once.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    return input.variant === "filled" && input.color === input.theme.primaryColor
      ? { ...colors, color: "var(--mantine-primary-color-contrast)" }
      : colors;
  },
  colors: { mill, dark },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "1.125rem", lineHeight: "1.4" },
      h2: { fontSize: "0.875rem", lineHeight: "1.4" },
      h3: { fontSize: "0.8125rem", lineHeight: "1.4" },
    },
  },
  defaultRadius: "sm",
  radius: { xs: "3px", sm: "6px", md: "8px", lg: "12px", xl: "20px" },
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.25rem", xl: "1.75rem" },
  cursorType: "pointer",
  respectReducedMotion: true,
});

/** Quiet text that still has a contrast of 4.5 to 1 on every surface it stands on. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#ffffff",
    "--mantine-color-text": "#17202b",
    "--mantine-color-dimmed": "#566170",
    "--mantine-color-placeholder": "#6b7684",
    "--mantine-color-default-border": "#d5dae1",
    "--mantine-color-anchor": "#17688f",
    "--mantine-color-error": "#b3261e",
  },
  dark: {
    "--mantine-color-body": "#161b23",
    "--mantine-color-text": "#e4e8ee",
    "--mantine-color-dimmed": "#9aa5b4",
    "--mantine-color-placeholder": "#8792a1",
    "--mantine-color-default": "#1b212b",
    "--mantine-color-default-hover": "#222935",
    "--mantine-color-default-border": "#343c49",
    "--mantine-color-anchor": "#76b4d0",
    "--mantine-color-error": "#ff8f86",
  },
});
