import type { Metadata } from "next";
import { ConnectPage } from "@/connect/ConnectPage";

export const metadata: Metadata = { title: "Connect" };

export default function Connect() {
  return <ConnectPage />;
}
