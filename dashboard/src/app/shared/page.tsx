import type { Metadata } from "next";
import { SharedPage } from "@/boards/SharedPage";

export const metadata: Metadata = { title: "A shared board" };

export default function Shared() {
  return <SharedPage />;
}
