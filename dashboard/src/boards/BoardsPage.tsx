"use client";

import { SchemaProvider } from "@/builder/schema";
import { useAddress } from "@/question/address";
import { BoardList } from "./BoardList";
import { BoardView } from "./BoardView";
import { CODEC } from "./model";

/** All boards, or the one in the address. */
export function BoardsPage() {
  const [state, setState] = useAddress(CODEC);
  return state.board === "" ? (
    <BoardList onOpen={(board) => setState({ board, wall: false })} />
  ) : (
    <SchemaProvider>
      <BoardView
        key={state.board}
        id={state.board}
        wall={state.wall}
        onWall={(wall) => setState({ ...state, wall })}
        onClose={() => setState({ board: "", wall: false })}
      />
    </SchemaProvider>
  );
}
