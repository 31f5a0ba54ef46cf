import { LivePage } from "@/live/LivePage";

export default function Live() {
  return <LivePage />;
}
