import type { Metadata } from "next";
import { ExplorePage } from "@/explore/ExplorePage";

export const metadata: Metadata = { title: "Explore" };

export default function Explore() {
  return <ExplorePage />;
}
