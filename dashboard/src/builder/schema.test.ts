import { expect, test } from "vitest";
import { knownOf } from "./schema";

test("a property that is called like a part of every event is offered once", () => {
  const known = knownOf({
    events: [{ name: "$identify", count: 1 }],
    properties: [{ name: "name", type: "text", count: 1, values: ["Ada"], events: ["$identify"] }],
  } as never);
  expect(known.propertiesOf(["$identify"]).map((property) => property.name)).toEqual(["name", "user"]);
  expect(known.property("name")?.values).toEqual(["$identify"]);
});
