import type { Metadata } from "next";
import { FunnelsPage } from "@/kinds/FunnelsPage";

export const metadata: Metadata = { title: "Funnels" };

export default function Funnels() {
  return <FunnelsPage />;
}
