package dev.millrace.app;

import dev.millrace.app.boards.BoardRoutes;
import dev.millrace.app.boards.Boards;
import dev.millrace.app.exporting.ExportRoutes;
import dev.millrace.app.keys.KeyRing;
import dev.millrace.app.keys.KeysFile;
import dev.millrace.app.privacy.PersonRoutes;
import dev.millrace.app.route.HealthRoutes;
import dev.millrace.app.route.KeyRoutes;
import dev.millrace.app.route.MetricsRoutes;
import dev.millrace.app.route.OpenApiRoutes;
import dev.millrace.app.route.RebuildRoutes;
import dev.millrace.app.route.RejectedRoutes;
import dev.millrace.app.route.StatusRoutes;
import dev.millrace.app.settings.BoardSettings;
import dev.millrace.app.settings.DataSettings;
import dev.millrace.app.settings.ExportSettings;
import dev.millrace.app.settings.HttpSettings;
import dev.millrace.app.settings.PrivacySettings;
import dev.millrace.app.settings.RetentionSettings;
import dev.millrace.app.settings.Settings;
import dev.millrace.app.settings.StageConfigs;
import dev.millrace.app.status.Pipeline;
import dev.millrace.app.status.Readiness;
import dev.millrace.app.status.StatusReport;
import dev.millrace.http.HttpServer;
import dev.millrace.http.Keys;
import dev.millrace.ingest.IngestRoutes;
import dev.millrace.live.LiveAnswers;
import dev.millrace.live.LiveRoutes;
import dev.millrace.live.LiveStage;
import dev.millrace.live.PageRoutes;
import dev.millrace.log.EventLog;
import dev.millrace.log.kafka.KafkaEventLog;
import dev.millrace.metrics.Metrics;
import dev.millrace.process.Processor;
import dev.millrace.query.Listings;
import dev.millrace.query.QueryEngine;
import dev.millrace.query.QueryRoutes;
import dev.millrace.query.ViewRoutes;
import dev.millrace.query.sql.SqlRoutes;
import dev.millrace.store.EventStore;
import dev.millrace.store.Lifetimes;
import dev.millrace.store.duckdb.DuckDbConfig;
import dev.millrace.store.duckdb.DuckDbStore;
import io.helidon.webserver.http.HttpService;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The running program: all stages, wired from left to right. Closing it stops them so that nothing
 * is lost and little is left to do for the next start.
 */
public final class Millrace implements AutoCloseable {
  /** The newest events that a live stream tells of. */
  private static final int LIVE_EVENTS = 50;

  /**
   * The web server logs past SLF4J, and tells of its start as if it were the program's. Kept, since
   * the JDK forgets the level of a logger that nobody holds.
   */
  private static final Logger HELIDON = Logger.getLogger("io.helidon");

  static {
    HELIDON.setLevel(Level.WARNING);
  }

  private final Settings settings;
  private final KeyRing keyRing;
  private final Path keysFile;
  private final Closing closing;
  private final HttpServer http;
  private final EventStore store;
  private final List<HttpService> services;

  private Millrace(
      Settings settings,
      KeyRing keyRing,
      Path keysFile,
      Closing closing,
      HttpServer http,
      EventStore store,
      List<HttpService> services) {
    this.settings = settings;
    this.keyRing = keyRing;
    this.keysFile = keysFile;
    this.closing = closing;
    this.http = http;
    this.store = store;
    this.services = services;
  }

  /**
   * Starts every stage and returns when events are taken.
   *
   * @throws dev.millrace.fault.MillraceException when something is in the way: the port or the data
   *     folder in use, a folder that cannot be written, a broker that does not answer
   */
  public static Millrace start(Settings settings) {
    return start(settings, UnaryOperator.identity());
  }

  /**
   * Starts as above.
   *
   * @param storeSeen what the stages see of the store, for tests that put something between them
   */
  public static Millrace start(Settings settings, UnaryOperator<EventStore> storeSeen) {
    Closing closing = new Closing();
    try {
      return start(settings, storeSeen, closing);
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  private static Millrace start(
      Settings settings, UnaryOperator<EventStore> storeSeen, Closing closing) {
    StageConfigs configs = StageConfigs.of(settings);
    Path data = settings.get(DataSettings.DATA);
    InstantSource clock = InstantSource.system();

    // What can be refused at once is, before anything slow starts.
    // Who starts the same twice is told so, and not of the port.
    DataFolder.requireFree(data);
    Preflight.requireFreePort(configs.http());
    closing.add("data folder", DataFolder.take(data));
    KeysFile keysFile = new KeysFile(data.resolve("keys.yaml"));
    KeyRing keyRing = KeyRing.open(keysFile, DataSettings.keys(settings));
    Keys keys = new Keys(keyRing.keys());
    Metrics metrics = new Metrics();
    Lifetimes lifetimes = RetentionSettings.lifetimes(settings);

    // Log and store know nothing of each other, so the slower one hides the other's start.
    DuckDbConfig storeConfig = SharedDisk.leaveToLog(configs.store(), configs.log());
    Opening<DuckDbStore> opening =
        closing.addAlongside(
            "store",
            Opening.of(
                "millrace-store-open",
                () -> new DuckDbStore(storeConfig, lifetimes, clock, metrics)));
    EventLog log = closing.addAlongside("log", KafkaEventLog.open(configs.log(), metrics));
    EventStore store = storeSeen.apply(opening.await());
    Processor processor =
        closing.add(
            "process", new Processor(configs.process(), lifetimes, log, store, metrics, clock));
    QueryEngine engine = new QueryEngine(store, configs.query(), metrics, clock);
    Readiness readiness = new Readiness(log);
    Pipeline pipeline =
        closing.add("status", new Pipeline(metrics, log, processor, store, readiness));
    StatusReport report = new StatusReport(pipeline, settings, data, clock);
    LiveStage live =
        closing.add(
            "live",
            new LiveStage(
                configs.live(),
                new LiveAnswers(
                    engine,
                    _ -> report.json(),
                    project -> Listings.events(store.newest(project, LIVE_EVENTS, null, null))),
                store.commits(),
                metrics));

    Boards boards =
        new Boards(data.resolve("boards"), settings.get(BoardSettings.MAX_BOARDS), clock);

    // The routes that are called most come first.
    List<HttpService> services =
        List.of(
            new IngestRoutes(configs.ingest(), keys, log, metrics, clock),
            // Before those of questions, which take whatever else is below /v1/users.
            new PersonRoutes(
                log,
                engine,
                store,
                keys,
                clock,
                settings.get(PrivacySettings.ERASE_WAIT),
                configs.query().timeLimit()),
            new QueryRoutes(engine, store, configs.query(), keys),
            new ViewRoutes(store, keys),
            new ExportRoutes(
                engine,
                store,
                keys,
                settings.get(ExportSettings.TIME_LIMIT),
                settings.get(ExportSettings.MAX_RUNNING)),
            new LiveRoutes(live, keys, boards, metrics),
            new SqlRoutes(store, configs.sql(), keys, metrics),
            new StatusRoutes(report, keys),
            new HealthRoutes(readiness),
            new MetricsRoutes(metrics),
            new OpenApiRoutes(),
            new KeyRoutes(keys),
            new RebuildRoutes(log, store, keys),
            new BoardRoutes(boards, keys, settings.get(BoardSettings.MAX_SIZE).intValue()),
            new RejectedRoutes(log, keys),
            new PageRoutes());
    HttpServer http = closing.add("http", new HttpServer(configs.http(), services));
    http.whenStopping(live::close);
    processor.start();
    readiness.started();
    closing.add("readiness", readiness::stopping);
    return new Millrace(settings, keyRing, keysFile.path(), closing, http, store, services);
  }

  /** Where it answers, for somebody on this machine. */
  public URI url() {
    return LocalUrl.of(settings.get(HttpSettings.HOST), http.port());
  }

  public KeyRing keys() {
    return keyRing;
  }

  public Path keysFile() {
    return keysFile;
  }

  public Path data() {
    return settings.get(DataSettings.DATA);
  }

  /** The store, for tests that wait for a position. */
  public EventStore store() {
    return store;
  }

  /** What is served, for tests that compare it with its description. */
  public List<HttpService> services() {
    return services;
  }

  /**
   * Turns new events away, answers what is running, writes what the log has, and closes the stages
   * in reverse order, all within ten seconds.
   */
  @Override
  public void close() {
    closing.close();
  }
}
