"use client";

import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import Link from "next/link";
import type { Status } from "@/api/client";
import classes from "./LivePage.module.css";

/** One word about the pipeline; the page behind it tells more. */
export function Health({ status }: { status: Status | undefined }) {
  if (status === undefined) {
    return null;
  }
  const problems = status.problems.length;
  const well = status.ready && problems === 0;
  return (
    <Link href="/pipeline" prefetch={false} className={classes.health} data-well={well}>
      {well ? <IconCircleCheck size="1rem" stroke={1.7} /> : <IconAlertTriangle size="1rem" stroke={1.7} />}
      {well
        ? "Pipeline healthy"
        : problems === 1
          ? "1 problem in the pipeline"
          : `${problems} problems in the pipeline`}
    </Link>
  );
}
