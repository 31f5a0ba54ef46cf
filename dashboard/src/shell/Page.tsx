import type { ReactNode } from "react";
import classes from "./Page.module.css";

/** A page: its name, what it is for, and what can be done with all of it. */
export function Page({
  title,
  about,
  actions,
  children,
}: {
  title: string;
  about?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <>
      <header className={classes.header}>
        <div>
          <h1>{title}</h1>
          {about !== undefined && <p>{about}</p>}
        </div>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </>
  );
}

/** A surface with a heading. */
export function Panel({
  title,
  note,
  actions,
  children,
  flush = false,
  className = "",
}: {
  title?: string;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** Whether the content reaches the edges, as tables do. */
  flush?: boolean;
  className?: string;
}) {
  return (
    <section className={`${classes.panel} ${className}`} aria-label={title}>
      {(title !== undefined || actions !== undefined) && (
        <header className={classes.panelHeader}>
          <div className={classes.panelTitle}>
            {title !== undefined && <h2>{title}</h2>}
            {note !== undefined && <span>{note}</span>}
          </div>
          {actions}
        </header>
      )}
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}
