"use client";

import { useCallback, useEffect, useState } from "react";
import { apiFor, dataOf } from "@/api/client";
import { Problem, problemFrom } from "@/api/problem";
import { useSharedLive } from "@/api/useLive";
import { Mark } from "@/shell/Mark";
import { ProblemNotice, Waiting } from "@/shell/states";
import { type Tile, tilesOf } from "./model";
import classes from "./Shared.module.css";
import { TileCard } from "./TileCard";
import { TileGrid } from "./TileGrid";
import { Wall } from "./Wall";

type State =
  | { at: "opening" }
  | { at: "closed"; problem: Problem }
  | { at: "open"; key: string; name: string; tiles: Tile[] };

/** A board that somebody has shared. Its key is behind the # of the link, which no server sees. */
export function SharedPage() {
  const [state, setState] = useState<State>({ at: "opening" });
  useEffect(() => {
    const key = new URLSearchParams(location.hash.slice(1)).get("key") ?? "";
    if (key === "") {
      setState({
        at: "closed",
        problem: new Problem(
          401,
          "unauthenticated",
          "This link is not complete",
          "Copy all of it, also what is behind the #.",
        ),
      });
      return;
    }
    dataOf(apiFor(key).GET("/v1/shared")).then(
      (board) => setState({ at: "open", key, name: board.name, tiles: tilesOf(board.tiles) }),
      (thrown: unknown) => setState({ at: "closed", problem: problemFrom(thrown) }),
    );
  }, []);
  const close = useCallback((problem: Problem) => setState({ at: "closed", problem }), []);
  switch (state.at) {
    case "opening":
      return (
        <main className={classes.opening} aria-busy="true">
          <h1 className="visually-hidden">A shared board opens</h1>
          <Waiting height="24rem" />
        </main>
      );
    case "closed":
      return (
        <main className={classes.closed}>
          <Mark size={40} />
          <h1>This board cannot be shown</h1>
          <ProblemNotice problem={state.problem} />
        </main>
      );
    case "open":
      return <OpenBoard shareKey={state.key} name={state.name} tiles={state.tiles} onClosed={close} />;
  }
}

function OpenBoard({
  shareKey,
  name,
  tiles,
  onClosed,
}: {
  shareKey: string;
  name: string;
  tiles: Tile[];
  onClosed(problem: Problem): void;
}) {
  const live = useSharedLive(shareKey, onClosed);
  return (
    <main>
      <Wall name={name} connection={live.connection}>
        <TileGrid tiles={tiles} fill>
          {(tile, index) => (
            <TileCard tile={tile} answer={live.answers[index]} problem={live.problems[index]} />
          )}
        </TileGrid>
      </Wall>
    </main>
  );
}
