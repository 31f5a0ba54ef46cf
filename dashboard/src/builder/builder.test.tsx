import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import type { Condition } from "@/question/model";
import { show } from "@/testing/show";
import { FiltersInput } from "./FiltersInput";
import { MeasuresInput, measureName, measureOf, textOfMeasure } from "./MeasuresInput";
import { rangeName } from "./ranges";

function Filters({ onChange }: { onChange(where: Condition[]): void }) {
  const [where, setWhere] = useState<Condition[]>([]);
  return (
    <FiltersInput
      value={where}
      onChange={(next) => {
        setWhere(next);
        onChange(next);
      }}
    />
  );
}

test("a filter is built by clicking and typing, and can be removed", async () => {
  const user = userEvent.setup();
  let where: Condition[] = [];
  show(<Filters onChange={(next) => (where = next)} />);
  await user.click(screen.getByRole("button", { name: "Add a filter" }));
  await user.type(screen.getByLabelText("Filters 1: property", { selector: "input" }), "plan");
  await user.type(screen.getByLabelText("Filters 1: value", { selector: "input" }), "pro{Enter}");
  expect(where).toEqual([{ property: "plan", op: "=", value: ["pro"] }]);
  await user.click(screen.getByRole("button", { name: "Remove Filters 1" }));
  expect(where).toEqual([]);
});

test("a measure is added and removed", async () => {
  const user = userEvent.setup();
  let measures = ["count"];
  const { rerender } = show(<MeasuresInput value={measures} onChange={(next) => (measures = next)} />);
  await user.click(screen.getByRole("button", { name: "Add a measure" }));
  expect(measures).toEqual(["count", "uniques"]);
  expect(rerender).toBeDefined();
});

test("measures are read and written in the words of the API", () => {
  for (const text of ["count", "uniques", "per_user", "uniques(plan)", "p95(amount)", "sum(a.b)"]) {
    expect(textOfMeasure(measureOf(text))).toBe(text);
  }
  expect(measureName("p95(amount)")).toBe("95th percentile of amount");
  expect(measureName("a / b * 100")).toBe("a / b * 100");
});

test("a range is called as people call it", () => {
  expect(rangeName({}, "UTC")).toBe("Last 7 days");
  expect(rangeName({ from: "-1d" }, "UTC")).toBe("Last 24 hours");
  expect(rangeName({ from: "-21d" }, "UTC")).toBe("Last 21 days");
  expect(rangeName({ from: "-1w", to: "now" }, "UTC")).toBe("Last week");
  expect(rangeName({ from: "-1d", to: "-2h" }, "UTC")).toBe("1d ago – 2h ago");
});
