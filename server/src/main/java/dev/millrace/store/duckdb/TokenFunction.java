package dev.millrace.store.duckdb;

import java.nio.charset.StandardCharsets;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunction;
import org.duckdb.DuckDBWritableVector;

/**
 * {@code token_of(text)} is the text's token, as {@link DistinctCell} knows it. It depends on the
 * text alone, so the engine may ask once for each text of a column's dictionary.
 */
final class TokenFunction implements DuckDBScalarFunction {
  @Override
  public void apply(DuckDBDataChunkReader input, DuckDBWritableVector output) {
    DuckDBReadableVector texts = input.vector(0);
    long count = input.rowCount();
    for (long row = 0; row < count; row++) {
      String text = texts.getString(row);
      output.setInt(
          row,
          text == null
              ? DistinctCell.NONE
              : DistinctCell.token(text.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
