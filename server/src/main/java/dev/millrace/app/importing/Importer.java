package dev.millrace.app.importing;

import dev.millrace.app.client.EventSender;
import dev.millrace.app.client.EventSender.Batch;
import dev.millrace.app.client.EventSender.Outcome;
import dev.millrace.app.client.MillraceClient;
import dev.millrace.app.importing.ImportResult.Example;
import dev.millrace.app.importing.ImportResult.RefusedLines;
import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.store.duckdb.ParquetEvents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Streams a file to a server. For one file or folder, and one thread. */
public final class Importer {
  /** Half of the default limit of a body, for servers that set it lower. */
  private static final int MAX_BATCH_BYTES = 2 << 20;

  private static final int MAX_EXAMPLES = 3;

  private final MillraceClient client;
  private final FieldMapping mapping;
  private final Options options;
  private final ImportProgress progress;
  private final AtomicLong accepted = new AtomicLong();
  private final Map<String, List<Example>> examples = new TreeMap<>();
  private final Map<String, Long> refused = new TreeMap<>();
  private long lines;

  /**
   * @param batch events in a request
   * @param connections requests at a time
   * @param patience how long a batch is tried again
   */
  public record Options(int batch, int connections, Duration patience) {
    public static final Options DEFAULTS = new Options(1_000, 4, Duration.ofMinutes(2));
  }

  public Importer(
      MillraceClient client, FieldMapping mapping, Options options, ImportProgress progress) {
    this.client = client;
    this.mapping = mapping;
    this.options = options;
    this.progress = progress;
  }

  /** Sends a file; one that {@code millrace export} has written is known by its first line. */
  public ImportResult importFile(Path file) throws IOException, InterruptedException {
    return run(List.of(file), Files.size(file), false);
  }

  /** Sends all files that {@code millrace export} has written into the folder. */
  public ImportResult importExport(Path folder) throws IOException, InterruptedException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(file -> file.toString().matches(".*\\.(parquet|ndjson|ndjson\\.gz)"))
              .sorted()
              .toList();
    }
    long size = 0;
    for (Path file : files) {
      size += Files.size(file);
    }
    return run(files, size, true);
  }

  public ImportResult importStream(InputStream standardInput)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    progress.start(-1);
    try (EventSender sender = sender();
        ImportSource source = ImportSource.of(standardInput)) {
      send(source, sender, false, 0);
      return result(sender.drain(), start);
    } finally {
      progress.close();
    }
  }

  private EventSender sender() {
    return new EventSender(client, options.connections(), options.patience(), this::settled);
  }

  private ImportResult run(List<Path> files, long size, boolean exported)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    progress.start(size);
    try (EventSender sender = sender()) {
      long before = 0;
      for (Path file : files) {
        if (file.toString().endsWith(".parquet")) {
          sendParquet(file, sender, before);
        } else {
          try (ImportSource source = ImportSource.open(file)) {
            send(source, sender, exported, before);
          }
        }
        before += Files.size(file);
      }
      return result(sender.drain(), start);
    } finally {
      progress.close();
    }
  }

  private void sendParquet(Path file, EventSender sender, long before)
      throws IOException, InterruptedException {
    Path lines = Files.createTempFile("millrace-import", ".ndjson");
    try {
      ParquetEvents.toLines(file, lines);
      try (ImportSource source = ImportSource.open(lines)) {
        send(source, sender, true, before);
      }
    } finally {
      Files.deleteIfExists(lines);
    }
  }

  private void send(ImportSource source, EventSender sender, boolean exported, long before)
      throws IOException, InterruptedException {
    LineConverter converter = new LineConverter(mapping, source.name(), exported);
    List<byte[]> events = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    long number = 0;
    int bytes = 0;
    for (Optional<byte[]> next = source.next(); next.isPresent(); next = source.next()) {
      byte[] line = next.get();
      number++;
      if (isBlank(line)) {
        continue;
      }
      lines++;
      switch (converter.convert(number, line)) {
        case LineConverter.Converted.Event event -> {
          events.add(event.json());
          numbers.add(number);
          bytes += event.json().length;
        }
        case LineConverter.Converted.NoObject no ->
            refuse(number, Fault.MALFORMED_JSON.code(), no.message());
      }
      if (events.size() >= options.batch() || bytes >= MAX_BATCH_BYTES) {
        send(new Batch(events, numbers), sender, converter);
        events.clear();
        numbers.clear();
        bytes = 0;
        progress.at(before + source.bytesRead(), accepted.get());
      }
    }
    if (!events.isEmpty()) {
      send(new Batch(events, numbers), sender, converter);
    }
    progress.at(before + source.bytesRead(), accepted.get());
  }

  /** Events of an export go one batch after the other: those of one time keep their order. */
  private static void send(Batch batch, EventSender sender, LineConverter converter)
      throws InterruptedException {
    sender.send(batch);
    if (converter.isExported()) {
      Positions unused = sender.drain();
    }
  }

  private void settled(Batch batch, Outcome outcome) {
    accepted.addAndGet(outcome.accepted());
    outcome.refused().forEach(each -> refuse(each.number(), each.code(), each.message()));
  }

  private synchronized void refuse(long line, String code, String message) {
    refused.merge(code, 1L, Long::sum);
    List<Example> shown = examples.computeIfAbsent(code, _ -> new ArrayList<>());
    if (shown.size() < MAX_EXAMPLES) {
      shown.add(new Example(line, message));
    }
  }

  private synchronized ImportResult result(Positions positions, long start) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    Map<String, RefusedLines> byCode = new TreeMap<>();
    refused.forEach((code, count) ->
        byCode.put(code, new RefusedLines(count, examples.getOrDefault(code, List.of()))));
    return new ImportResult(lines, accepted.get(), byCode, positions, elapsed);
  }

  private static boolean isBlank(byte[] line) {
    for (byte each : line) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }
}
