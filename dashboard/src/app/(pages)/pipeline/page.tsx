import type { Metadata } from "next";
import { PipelinePage } from "@/pipeline/PipelinePage";

export const metadata: Metadata = { title: "Pipeline" };

export default function Pipeline() {
  return <PipelinePage />;
}
