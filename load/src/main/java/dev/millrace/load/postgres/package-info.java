/**
 * What the team had: counter tables in PostgreSQL that each action updates, as an application would
 * do it through a pool. And the bystander, an ordinary workload in a database of its own. Here
 * alone is JDBC.
 */
@NullMarked
package dev.millrace.load.postgres;

import org.jspecify.annotations.NullMarked;
