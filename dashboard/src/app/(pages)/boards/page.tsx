import type { Metadata } from "next";
import { BoardsPage } from "@/boards/BoardsPage";

export const metadata: Metadata = { title: "Boards" };

export default function Boards() {
  return <BoardsPage />;
}
