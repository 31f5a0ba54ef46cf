package dev.millrace.app.importing;

/** Hears how far an import is. Called by the importing thread. */
public interface ImportProgress extends AutoCloseable {
  ImportProgress SILENT =
      new ImportProgress() {
        @Override
        public void start(long bytes) {}

        @Override
        public void at(long bytes, long events) {}

        @Override
        public void close() {}
      };

  /** Total bytes of the file, -1 if unknown. */
  void start(long bytes);

  /** Bytes of the file that are read, and events that the server has accepted. */
  void at(long bytes, long events);

  @Override
  void close();
}
