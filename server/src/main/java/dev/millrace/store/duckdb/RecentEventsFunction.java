package dev.millrace.store.duckdb;

import dev.millrace.store.duckdb.RecentTables.Reading;
import java.util.concurrent.atomic.AtomicInteger;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/**
 * The table function {@code recent(ticket)}: the events of a {@link Reading}, times in
 * microseconds. Beside the events' own columns each property that the reading asks for has three:
 * {@code textN} if it can be read without the engine, else {@code jsonN}; and {@code numberN}.
 */
final class RecentEventsFunction
    implements DuckDBTableFunction<
        Reading, RecentEventsFunction.Scan, RecentEventsFunction.Stretch> {
  private static final int PROPERTY_COLUMNS = 3;

  private final RecentTables tables;
  private final int threads;

  /** A column of events, in the order in which the function has them. */
  private enum Column {
    PROJECT("project", DuckDBColumnType.VARCHAR),
    ID_HIGH("id_high", DuckDBColumnType.BIGINT),
    ID_LOW("id_low", DuckDBColumnType.BIGINT),
    ID_TEXT("id_text", DuckDBColumnType.VARCHAR),
    NAME("name", DuckDBColumnType.VARCHAR),
    NUMBER("number", DuckDBColumnType.INTEGER),
    ANONYMOUS("anonymous", DuckDBColumnType.INTEGER),
    TIME("time_us", DuckDBColumnType.BIGINT),
    SKEW("skew", DuckDBColumnType.BIGINT),
    SENT("sent_us", DuckDBColumnType.BIGINT),
    RECEIVED("received_us", DuckDBColumnType.BIGINT),
    PROPERTIES("properties", DuckDBColumnType.VARCHAR),
    UNPARSED("unparsed", DuckDBColumnType.VARCHAR),
    CONTEXT("context", DuckDBColumnType.VARCHAR),
    PARTITION("partition", DuckDBColumnType.INTEGER),
    OFFSET("offset", DuckDBColumnType.BIGINT);

    private static final Column[] ALL = values();

    private final String text;
    private final DuckDBColumnType type;

    Column(String text, DuckDBColumnType type) {
      this.text = text;
      this.type = type;
    }
  }

  /** Which columns are wanted, and which chunk no thread has taken. */
  static final class Scan {
    private final Reading reading;
    private final int[] columns;
    private final AtomicInteger next = new AtomicInteger();

    Scan(Reading reading, int[] columns) {
      this.reading = reading;
      this.columns = columns;
    }
  }

  /** The chunks that a thread has taken and not handed over. */
  static final class Stretch {
    private final RecentProperty[] properties;
    private int next;
    private int end;

    Stretch(RecentProperty[] properties) {
      this.properties = properties;
    }

    int take(Scan scan) {
      if (next == end) {
        next = scan.next.getAndAdd(scan.reading.stretch());
        end = next + scan.reading.stretch();
      }
      return next++;
    }
  }

  RecentEventsFunction(RecentTables tables, int threads) {
    this.tables = tables;
    this.threads = threads;
  }

  @Override
  public Reading bind(DuckDBTableFunctionBindInfo info) throws Exception {
    Reading reading = tables.readings().get(info.getParameter(0).getLong());
    for (Column column : Column.ALL) {
      info.addResultColumn(column.text, column.type);
    }
    for (int i = 0; i < reading.properties().size(); i++) {
      info.addResultColumn("text" + i, DuckDBColumnType.VARCHAR);
      info.addResultColumn("json" + i, DuckDBColumnType.VARCHAR);
      info.addResultColumn("number" + i, DuckDBColumnType.DOUBLE);
    }
    info.setCardinality(reading.views().stream().mapToLong(Generation.View::rows).sum(), true);
    return reading;
  }

  @Override
  public Scan init(DuckDBTableFunctionInitInfo info) {
    Reading reading = info.getBindData();
    info.setMaxThreads(threads);
    int[] columns = new int[Math.toIntExact(info.getColumnCount())];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Math.toIntExact(info.getColumnIndex(i));
    }
    return new Scan(reading, columns);
  }

  @Override
  public Stretch localInit(DuckDBTableFunctionInitInfo info) {
    Reading reading = info.getBindData();
    return new Stretch(
        reading.properties().stream().map(RecentProperty::new).toArray(RecentProperty[]::new));
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter writer) {
    Scan scan = info.getInitData();
    Stretch stretch = info.getLocalInitData();
    int index = stretch.take(scan);
    for (Generation.View view : scan.reading.views()) {
      if (index < view.chunkCount()) {
        write(scan, view.chunk(index), view.rowsOf(index), stretch.properties, writer);
        return view.rowsOf(index);
      }
      index -= view.chunkCount();
    }
    return 0;
  }

  private static void write(
      Scan scan,
      RecentChunk chunk,
      int rows,
      RecentProperty[] properties,
      DuckDBDataChunkWriter writer) {
    for (int i = 0; i < scan.columns.length; i++) {
      if (scan.columns[i] < Column.ALL.length) {
        write(Column.ALL[scan.columns[i]], chunk, rows, writer.vector(i));
      }
    }
    for (int property = 0; property < properties.length; property++) {
      write(scan, property, properties[property], chunk, rows, writer);
    }
  }

  private static void write(Column column, RecentChunk chunk, int rows, DuckDBWritableVector to) {
    switch (column) {
      case PROJECT -> texts(to, chunk.projects, rows);
      case NAME -> texts(to, chunk.names, rows);
      case ID_TEXT -> texts(to, chunk.idTexts, rows);
      case PROPERTIES -> texts(to, chunk.properties, rows);
      case UNPARSED -> texts(to, chunk.unparsed, rows);
      case CONTEXT -> texts(to, chunk.contexts, rows);
      case NUMBER -> numbers(to, chunk.numbers, rows);
      case ANONYMOUS -> numbers(to, chunk.anonymous, rows);
      case PARTITION -> numbers(to, chunk.partitions, rows);
      case TIME -> longs(to, chunk.times, rows);
      case RECEIVED -> longs(to, chunk.received, rows);
      case OFFSET -> longs(to, chunk.offsets, rows);
      case ID_HIGH, ID_LOW -> {
        long[] halves = column == Column.ID_HIGH ? chunk.idHighs : chunk.idLows;
        for (int row = 0; row < rows; row++) {
          if (chunk.idTexts[row] == null) {
            to.setLong(row, halves[row]);
          } else {
            to.setNull(row);
          }
        }
      }
      case SKEW -> {
        for (int row = 0; row < rows; row++) {
          if (chunk.isNear(row)) {
            to.setLong(row, chunk.times[row] - chunk.sents[row]);
          } else {
            to.setNull(row);
          }
        }
      }
      case SENT -> {
        for (int row = 0; row < rows; row++) {
          if (chunk.hasSent(row) && !chunk.isNear(row)) {
            to.setLong(row, chunk.sents[row]);
          } else {
            to.setNull(row);
          }
        }
      }
    }
  }

  /** One pass over the documents fills the columns of a property that are wanted. */
  private static void write(
      Scan scan,
      int index,
      RecentProperty property,
      RecentChunk chunk,
      int rows,
      DuckDBDataChunkWriter writer) {
    int first = Column.ALL.length + PROPERTY_COLUMNS * index;
    @Nullable DuckDBWritableVector text = vector(scan, first, writer);
    @Nullable DuckDBWritableVector json = vector(scan, first + 1, writer);
    @Nullable DuckDBWritableVector number = vector(scan, first + 2, writer);
    if (text == null && json == null && number == null) {
      return;
    }
    byte[] @Nullable [] found = new byte[rows][];
    byte[] @Nullable [] fragments = new byte[rows][];
    for (int row = 0; row < rows; row++) {
      property.read(chunk.properties[row]);
      found[row] = property.text();
      fragments[row] = property.fragment();
      if (number != null) {
        if (Double.isNaN(property.number())) {
          number.setNull(row);
        } else {
          number.setDouble(row, property.number());
        }
      }
    }
    if (text != null) {
      text.setStringUtf8Batch(0, found);
    }
    if (json != null) {
      json.setStringUtf8Batch(0, fragments);
    }
  }

  private static @Nullable DuckDBWritableVector vector(
      Scan scan, int column, DuckDBDataChunkWriter writer) {
    for (int i = 0; i < scan.columns.length; i++) {
      if (scan.columns[i] == column) {
        return writer.vector(i);
      }
    }
    return null;
  }

  private static void texts(DuckDBWritableVector to, byte[] @Nullable [] texts, int rows) {
    byte[] @Nullable [] wanted = texts;
    if (rows < texts.length) {
      wanted = new byte[rows][];
      System.arraycopy(texts, 0, wanted, 0, rows);
    }
    to.setStringUtf8Batch(0, wanted);
  }

  private static void longs(DuckDBWritableVector to, long[] values, int rows) {
    for (int row = 0; row < rows; row++) {
      to.setLong(row, values[row]);
    }
  }

  private static void numbers(DuckDBWritableVector to, int[] values, int rows) {
    for (int row = 0; row < rows; row++) {
      if (values[row] == RecentChunk.NOBODY) {
        to.setNull(row);
      } else {
        to.setInt(row, values[row]);
      }
    }
  }
}
