import type { Metadata } from "next";
import { RetentionPage } from "@/kinds/RetentionPage";

export const metadata: Metadata = { title: "Retention" };

export default function Retention() {
  return <RetentionPage />;
}
