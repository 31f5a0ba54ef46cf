import { MantineProvider } from "@mantine/core";
import { render } from "@testing-library/react";
import type { ReactElement } from "react";

/** Renders a part of a page within the theme that all pages have. */
export function show(element: ReactElement) {
  return render(<MantineProvider env="test">{element}</MantineProvider>);
}
