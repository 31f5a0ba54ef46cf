package dev.millrace.store.duckdb;

import dev.millrace.event.Event;
import dev.millrace.event.RawJson;
import dev.millrace.store.EventBatch;
import dev.millrace.store.LoggedErasure;
import dev.millrace.store.LoggedEvent;
import dev.millrace.store.Property;
import dev.millrace.store.StorePosition;
import dev.millrace.store.duckdb.FileChanges.Span;
import dev.millrace.store.duckdb.Identities.Link;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the log's events that is kept in memory until it is moved into the file as a whole.
 * Written under the store's writing lock; once sealed it does not change. Readers take a {@link
 * View} of what has been published, without a lock.
 */
final class Generation {
  /** What an event takes in the columns besides its JSON, bytes. */
  private static final int ROW_BYTES = 150;

  private static final int FIRST_CHUNKS = 8;
  static final String IDENTIFY = "$identify";
  private static final String ALIAS = "$alias";

  private final long number;
  private final StorePosition from;
  private final long openedNanos;
  private final JsonShape shape = new JsonShape();
  private final Map<String, byte[]> texts = new HashMap<>();
  private final Map<dev.millrace.store.View, RecentCells> cells = new ConcurrentHashMap<>();
  private StorePosition to;
  private long bytes;
  private long propertyBytes;
  private byte[] lastContextBytes = {'{', '}'};
  private RawJson lastContext = RawJson.EMPTY;

  // Written before rows, so that whoever has seen a number of rows sees what belongs to them.
  private volatile @Nullable RecentChunk[] chunks = new RecentChunk[0];
  private volatile List<Person> people = List.of();
  private volatile int rows;
  private int filled;
  private final List<Person> newPeople = new ArrayList<>();
  private final List<Link> newLinks = new ArrayList<>();
  private final Identities.Ranks ranks = new Identities.Ranks();
  private final List<LoggedErasure> erasures = new ArrayList<>();
  private int cameWithErasures;
  private final RecentProperty previousId = new RecentProperty(new Property("previousId"));

  /** A user's first appearance. */
  record Person(int number, String project, String user) {}

  /**
   * The first rows of a generation.
   *
   * @param people those who first appear in it, perhaps a few more
   */
  record View(
      Generation generation, @Nullable RecentChunk[] chunks, int rows, List<Person> people) {
    /** Those of the chunks from one to before another. */
    View part(int fromChunk, int toChunk) {
      return new View(
          generation,
          Arrays.copyOfRange(chunks, fromChunk, toChunk),
          Math.min(rows, toChunk * RecentChunk.ROWS) - fromChunk * RecentChunk.ROWS,
          people);
    }

    /** Those of the chunks that may have events with a time from the first to before the second. */
    View within(long from, long to) {
      RecentChunk[] kept = new RecentChunk[chunkCount()];
      int count = 0;
      int keptRows = 0;
      for (int i = 0; i < kept.length; i++) {
        if (chunk(i).mayHave(from, to)) {
          kept[count++] = chunk(i);
          keptRows += rowsOf(i);
        }
      }
      return new View(generation, kept, keptRows, people);
    }

    /** Copies of the late ones; see {@link RecentChunk#isLate}. */
    View late() {
      List<RecentChunk> late = new ArrayList<>();
      int count = 0;
      for (int i = 0; i < chunkCount(); i++) {
        for (int row : chunk(i).lateRows(rowsOf(i))) {
          if (count % RecentChunk.ROWS == 0) {
            late.add(new RecentChunk());
          }
          late.getLast().copy(chunk(i), row, count++ % RecentChunk.ROWS);
        }
      }
      return new View(generation, late.toArray(RecentChunk[]::new), count, List.of());
    }

    /** The times of those that are late, or of those that are not. */
    Span times(boolean late) {
      long earliest = Long.MAX_VALUE;
      long latest = Long.MIN_VALUE;
      for (int i = 0; i < chunkCount(); i++) {
        for (int row = 0; row < rowsOf(i); row++) {
          if (chunk(i).isLate(row) == late) {
            earliest = Math.min(earliest, chunk(i).times[row]);
            latest = Math.max(latest, chunk(i).times[row]);
          }
        }
      }
      return earliest > latest ? Span.NEVER : new Span(earliest, latest + 1);
    }

    int chunkCount() {
      return (rows + RecentChunk.ROWS - 1) / RecentChunk.ROWS;
    }

    RecentChunk chunk(int index) {
      return Objects.requireNonNull(chunks[index]);
    }

    int rowsOf(int chunk) {
      return Math.min(RecentChunk.ROWS, rows - chunk * RecentChunk.ROWS);
    }
  }

  Generation(long number, StorePosition from, long openedNanos) {
    this.number = number;
    this.from = from;
    this.to = from;
    this.openedNanos = openedNanos;
  }

  long number() {
    return number;
  }

  StorePosition to() {
    return to;
  }

  int events() {
    return rows;
  }

  /** Bytes of memory, about. */
  long bytes() {
    return bytes;
  }

  /** Bytes of its properties as JSON. */
  long propertyBytes() {
    return propertyBytes;
  }

  static long bytes(EventBatch batch) {
    return (long) ROW_BYTES * batch.events().size() + propertyBytes(batch);
  }

  static long propertyBytes(EventBatch batch) {
    long sum = 0;
    for (LoggedEvent logged : batch.events()) {
      sum += logged.event().properties().length();
    }
    return sum;
  }

  long openedNanos() {
    return openedNanos;
  }

  JsonShape shape() {
    return shape;
  }

  /** Its events added up for a view. */
  RecentCells cells(dev.millrace.store.View view) {
    return cells.computeIfAbsent(view, RecentCells::new);
  }

  /** Who turned out to be the same person; to be called once it is sealed. */
  List<Link> links() {
    return List.copyOf(newLinks);
  }

  /** Whom to erase; to be called once it is sealed. */
  List<LoggedErasure> erasures() {
    return List.copyOf(erasures);
  }

  /** The first row that may be behind an erasure in the log: that of the batch which has them. */
  int cameWithErasures() {
    return cameWithErasures;
  }

  /** Whether it covers any of the log, with or without events. */
  boolean isEmpty() {
    return to.equals(from);
  }

  View view() {
    int published = rows;
    return new View(this, chunks, published, people);
  }

  /** Adds the batch's events; readers see all of them at once. */
  void add(EventBatch batch, People known, Identities identities) {
    // A batch that failed half-way is tried again from its beginning.
    filled = rows;
    int linksBefore = newLinks.size();
    for (LoggedEvent logged : batch.events()) {
      add(logged, known);
    }
    identities.add(newLinks.subList(linksBefore, newLinks.size()));
    if (newPeople.size() > people.size()) {
      people = List.copyOf(newPeople);
    }
    if (!batch.erasures().isEmpty()) {
      erasures.addAll(batch.erasures());
      cameWithErasures = rows;
    }
    bytes += bytes(batch);
    propertyBytes += propertyBytes(batch);
    to = new StorePosition(batch.logId(), batch.to());
    rows = filled;
  }

  private void add(LoggedEvent logged, People known) {
    RecentChunk chunk = chunkOfNext();
    int row = filled % RecentChunk.ROWS;
    Event event = logged.event();
    chunk.projects[row] = interned(event.project());
    chunk.names[row] = interned(event.name());
    UUID uuid = Ids.uuid(event.id());
    if (uuid == null) {
      chunk.idTexts[row] = utf8(event.id());
    } else {
      chunk.idHighs[row] = uuid.getMostSignificantBits();
      chunk.idLows[row] = uuid.getLeastSignificantBits();
    }
    chunk.numbers[row] = number(event.project(), event.user(), known);
    chunk.anonymous[row] =
        event.anonymous() == null
            ? RecentChunk.NOBODY
            : number(event.project(), event.anonymous(), known);
    chunk.setTime(row, event.time());
    chunk.sents[row] = event.sent();
    chunk.received[row] = event.received();
    chunk.noteSent(row);
    addProperties(chunk, row, event.properties());
    chunk.contexts[row] = context(event.context());
    link(chunk, row, event, known);
    chunk.partitions[row] = logged.partition();
    chunk.offsets[row] = logged.offset();
    filled++;
  }

  private void link(RecentChunk chunk, int row, Event event, People known) {
    if (event.name().equals(IDENTIFY) && chunk.anonymous[row] != RecentChunk.NOBODY) {
      newLinks.add(link(chunk.anonymous[row], chunk, row, event, false));
    } else if (event.name().equals(ALIAS)) {
      previousId.read(chunk.properties[row]);
      byte[] previous = previousId.text();
      if (previous != null && previous.length > 0) {
        int number = number(event.project(), RecentChunk.text(previous), known);
        newLinks.add(link(number, chunk, row, event, true));
      }
    }
  }

  private Link link(int number, RecentChunk chunk, int row, Event event, boolean isAlias) {
    int rank = ranks.of(event.project(), event.user());
    return new Link(number, chunk.numbers[row], isAlias, event.time(), rank);
  }

  private RecentChunk chunkOfNext() {
    int index = filled / RecentChunk.ROWS;
    if (index == chunks.length) {
      chunks = Arrays.copyOf(chunks, Math.max(FIRST_CHUNKS, chunks.length * 2));
    }
    RecentChunk chunk = chunks[index];
    if (chunk == null) {
      chunk = new RecentChunk();
      chunks[index] = chunk;
    }
    return chunk;
  }

  private int number(String project, String user, People known) {
    int found = known.numberOrNew(project, user);
    if (found >= 0) {
      return found;
    }
    newPeople.add(new Person(~found, project, user));
    return ~found;
  }

  private void addProperties(RecentChunk chunk, int row, RawJson properties) {
    byte[] text =
        Arrays.copyOfRange(
            properties.buffer(), properties.offset(), properties.offset() + properties.length());
    if (shape.visit(properties) <= JsonShape.MAX_DEPTH) {
      chunk.properties[row] = text;
    } else {
      chunk.unparsed[row] = text;
    }
  }

  /** Events of a request share their context, so neighbours often have the same. */
  private byte @Nullable [] context(RawJson context) {
    if (context.isEmpty()) {
      return null;
    }
    if (!context.equals(lastContext)) {
      lastContextBytes =
          Arrays.copyOfRange(
              context.buffer(), context.offset(), context.offset() + context.length());
      lastContext = new RawJson(lastContextBytes, 0, lastContextBytes.length);
    }
    return lastContextBytes;
  }

  private byte[] interned(String text) {
    byte[] known = texts.get(text);
    if (known == null) {
      known = utf8(text);
      texts.put(text, known);
    }
    return known;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
