/**
 * Boards: saved questions, laid out as tiles, kept in the data folder and shared by links. In come
 * requests, out go boards, and for a share key the questions of its board, which is all that such a
 * key opens. Requests' threads work here; a lock keeps memory and folder the same.
 */
@NullMarked
package dev.millrace.app.boards;

import org.jspecify.annotations.NullMarked;
