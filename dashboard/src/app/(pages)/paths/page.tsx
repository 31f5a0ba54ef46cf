import type { Metadata } from "next";
import { PathsPage } from "@/kinds/PathsPage";

export const metadata: Metadata = { title: "Paths" };

export default function Paths() {
  return <PathsPage />;
}
