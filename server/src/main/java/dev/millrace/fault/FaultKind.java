package dev.millrace.fault;

/** Whose doing a fault is, which decides how loudly it is logged and whether a retry helps. */
public enum FaultKind {
  /** The request is wrong; the same request will fail again. */
  USER,
  /** A limit is reached; the same request will succeed later. */
  OVERLOAD,
  /** Something outside the program failed: a disk, a broker, a database. */
  EXTERNAL,
  /** A defect in the program. */
  INTERNAL
}
