import {
  IconActivity,
  IconArrowsSplit2,
  IconChartLine,
  IconFilter,
  IconGridDots,
  IconLayoutDashboard,
  IconPlugConnected,
  IconRefresh,
  IconRoute,
  IconUsers,
} from "@tabler/icons-react";
import { KINDS } from "@/api/kinds";

export interface Place {
  path: string;
  name: string;
  icon: typeof IconActivity;
  /** The kind of question that the page is made of; it is left out when the server does not answer it. */
  kind?: string;
}

export interface PlaceGroup {
  name: string;
  places: Place[];
}

const ALL: PlaceGroup[] = [
  {
    name: "Watch",
    places: [
      { path: "/", name: "Live", icon: IconActivity },
      { path: "/boards", name: "Boards", icon: IconLayoutDashboard },
    ],
  },
  {
    name: "Ask",
    places: [
      { path: "/explore", name: "Explore", icon: IconChartLine },
      { path: "/funnels", name: "Funnels", icon: IconFilter, kind: "funnel" },
      { path: "/retention", name: "Retention", icon: IconGridDots, kind: "retention" },
      { path: "/paths", name: "Paths", icon: IconArrowsSplit2, kind: "paths" },
      { path: "/lifecycle", name: "Lifecycle", icon: IconRefresh, kind: "lifecycle" },
      { path: "/people", name: "People", icon: IconUsers },
    ],
  },
  {
    name: "Run",
    places: [
      { path: "/pipeline", name: "Pipeline", icon: IconRoute },
      { path: "/connect", name: "Connect", icon: IconPlugConnected },
    ],
  },
];

/** The pages that there are on a server that answers these kinds. */
export function placesFor(kinds: readonly string[]): PlaceGroup[] {
  return ALL.map((group) => ({
    ...group,
    places: group.places.filter((place) => place.kind === undefined || kinds.includes(place.kind)),
  }));
}

export const PLACES: PlaceGroup[] = placesFor(KINDS);
