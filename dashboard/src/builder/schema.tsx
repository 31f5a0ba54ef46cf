"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import { dataOf, type Schema } from "@/api/client";
import { useLoaded } from "@/api/useAnswer";

export interface KnownProperty {
  name: string;
  type: string;
  values: string[];
  events: string[];
}

export interface Known {
  events: { name: string; count: number }[];
  properties: KnownProperty[];
  /** Properties of the events that are asked about; all when none is. */
  propertiesOf(events: readonly string[] | undefined): KnownProperty[];
  property(name: string): KnownProperty | undefined;
}

/** Of every event, whatever its properties. */
const BUILT_IN: KnownProperty[] = [
  { name: "name", type: "text", values: [], events: [] },
  { name: "user", type: "text", values: [], events: [] },
];

const NOTHING: Schema = { events: [], properties: [] };

export function knownOf(schema: Schema): Known {
  const events = (schema.events ?? []).map(({ name = "", count = 0 }) => ({ name, count }));
  const properties = (schema.properties ?? []).map(({ name = "", type = "mixed", values, events: of }) => ({
    name,
    type,
    values: values ?? [],
    events: of ?? [],
  }));
  // People's properties may have the same names; a question means what is built in.
  const own = properties.filter((each) => BUILT_IN.every((built) => built.name !== each.name));
  const all = [...own, ...BUILT_IN.map((each) => named(each, events))];
  return {
    events,
    properties: all,
    propertiesOf: (asked) =>
      asked === undefined || asked.length === 0
        ? all
        : all.filter((each) => each.events.length === 0 || each.events.some((name) => asked.includes(name))),
    property: (name) => all.find((each) => each.name === name),
  };
}

function named(property: KnownProperty, events: { name: string }[]): KnownProperty {
  return property.name === "name" ? { ...property, values: events.map((event) => event.name) } : property;
}

const SchemaContext = createContext<Known>(knownOf(NOTHING));

/** What events look like, for the suggestions of everything below. */
export function SchemaProvider({ children }: { children: ReactNode }) {
  const { data } = useLoaded("schema", (api, signal) => dataOf(api.GET("/v1/schema", { signal })));
  const known = useMemo(() => knownOf(data ?? NOTHING), [data]);
  return <SchemaContext value={known}>{children}</SchemaContext>;
}

export function useSchema(): Known {
  return useContext(SchemaContext);
}
