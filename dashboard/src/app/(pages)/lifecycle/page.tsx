import type { Metadata } from "next";
import { LifecyclePage } from "@/kinds/LifecyclePage";

export const metadata: Metadata = { title: "Lifecycle" };

export default function Lifecycle() {
  return <LifecyclePage />;
}
