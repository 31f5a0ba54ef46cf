/** The page's unit in pixels: charts are drawn in pixels, and larger on larger screens. */
export function remPixels(): number {
  return typeof document === "undefined"
    ? 16
    : Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}
