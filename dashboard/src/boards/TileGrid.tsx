"use client";

import { useMediaQuery, useViewportSize } from "@mantine/hooks";
import { type ReactNode, useMemo } from "react";
import ReactGridLayout, { useContainerWidth, verticalCompactor } from "react-grid-layout";
import "react-grid-layout/css/styles.css";
import { remPixels } from "@/charts/rem";
import classes from "./Boards.module.css";
import { COLUMNS, type Tile } from "./model";

const ROW_REM = 2.75;
const GAP_REM = 0.75;
/** Rows may be lower than that by so much when the screen is to show all of them. */
const LOWEST = 0.7;
/** What a wall keeps free below the tiles. */
const EDGE_REM = 1;

/** Tiles where they were put; below each other where the screen is narrow. */
export function TileGrid({
  tiles,
  onMove,
  fill = false,
  children,
}: {
  tiles: Tile[];
  onMove?(tiles: Tile[]): void;
  /** Whether the rows share the height of the screen. */
  fill?: boolean;
  children(tile: Tile, index: number): ReactNode;
}) {
  const { width, containerRef, mounted } = useContainerWidth();
  const narrow = useMediaQuery("(max-width: 56rem)") ?? false;
  const { height } = useViewportSize();
  const rem = remPixels();
  const rows = Math.max(1, ...tiles.map((tile) => tile.y + tile.h));
  const top = containerRef.current?.offsetTop ?? 0;
  const shared = (height - top - EDGE_REM * rem - (rows - 1) * GAP_REM * rem) / rows;
  const rowHeight = fill && !narrow ? Math.max(LOWEST * ROW_REM * rem, shared) : ROW_REM * rem;
  const layout = useMemo(
    () =>
      tiles.map((tile) => ({
        i: tile.id,
        x: narrow ? 0 : tile.x,
        y: tile.y * (narrow ? 100 : 1) + (narrow ? tile.x : 0),
        w: narrow ? COLUMNS : tile.w,
        h: tile.h,
        minW: 2,
        minH: 2,
      })),
    [tiles, narrow],
  );
  const movable = onMove !== undefined && !narrow;
  const moved = (next: readonly { i: string; x: number; y: number; w: number; h: number }[]) => {
    const places = new Map(next.map((item) => [item.i, item]));
    onMove?.(
      tiles.map((tile) => {
        const place = places.get(tile.id);
        return place === undefined ? tile : { ...tile, x: place.x, y: place.y, w: place.w, h: place.h };
      }),
    );
  };
  return (
    <div ref={containerRef} className={classes.grid}>
      {mounted && (
        <ReactGridLayout
          width={width}
          layout={layout}
          gridConfig={{
            cols: COLUMNS,
            rowHeight,
            margin: [GAP_REM * rem, GAP_REM * rem],
            containerPadding: [0, 0],
          }}
          dragConfig={{ enabled: movable, handle: ".tile-handle" }}
          resizeConfig={{ enabled: movable, handles: ["se"] }}
          compactor={verticalCompactor}
          onDragStop={(next) => moved(next)}
          onResizeStop={(next) => moved(next)}
        >
          {tiles.map((tile, index) => (
            <div key={tile.id}>{children(tile, index)}</div>
          ))}
        </ReactGridLayout>
      )}
    </div>
  );
}
