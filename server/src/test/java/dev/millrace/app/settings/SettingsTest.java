package dev.millrace.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.HttpConfig;
import dev.millrace.http.Scope;
import dev.millrace.live.LiveConfig;
import dev.millrace.log.kafka.KafkaLogConfig;
import dev.millrace.log.kafka.KafkaLogConfig.Cluster;
import dev.millrace.process.ProcessConfig;
import dev.millrace.query.QueryConfig;
import dev.millrace.store.Lifetimes;
import dev.millrace.store.duckdb.DuckDbConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {
  private static final Map<String, String> NOTHING = Map.of();

  @TempDir Path folder;

  @Test
  void defaultsAreThoseOfTheStages() {
    StageConfigs configs = StageConfigs.of(Settings.of(Map.of("data", "somewhere")));

    assertThat(configs.http()).isEqualTo(HttpConfig.defaults());
    assertThat(configs.log()).isEqualTo(KafkaLogConfig.defaults(Path.of("somewhere/log")));
    assertThat(configs.process()).isEqualTo(ProcessConfig.defaults());
    assertThat(configs.store()).isEqualTo(DuckDbConfig.defaults(Path.of("somewhere/store")));
    assertThat(configs.query()).isEqualTo(QueryConfig.defaults());
    assertThat(configs.live()).isEqualTo(LiveConfig.defaults());
  }

  static Stream<Setting<?>> settings() {
    return AllSettings.LIST.stream();
  }

  @ParameterizedTest
  @MethodSource("settings")
  <T> void eachDefaultCanBeWrittenAsItIsPrinted(Setting<T> setting) {
    if (!setting.defaultText().isEmpty()) {
      assertThat(setting.type().parse(setting.defaultText())).isEqualTo(setting.defaultValue());
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void eachSettingHasADottedNameAndASentence(Setting<?> setting) {
    assertThat(setting.name()).matches("[a-z]+(\\.[a-z]+(-[a-z]+)*)?");
    assertThat(setting.description()).matches("[A-Z].*\\.");
  }

  @ParameterizedTest
  @MethodSource("settings")
  void eachSettingCanBeSetInEachPlace(Setting<?> setting) throws IOException {
    String text = setting.defaultText().isEmpty() ? "a-value:9" : setting.defaultText();
    if (setting.secret()) {
      text = "a-key";
    }
    Path file =
        Files.writeString(folder.resolve("m.yaml"), setting.name() + ": \"" + text + "\"\n");

    assertThat(read(Map.of(setting.name(), text), NOTHING).origin(setting))
        .isEqualTo("flag --" + setting.name());
    assertThat(read(NOTHING, Map.of(Setting.variable(setting.name()), text)).origin(setting))
        .isEqualTo("variable " + Setting.variable(setting.name()));
    assertThat(read(Map.of("config", file.toString()), NOTHING).origin(setting))
        .isEqualTo(file + ":1");
  }

  @Test
  void namesAndVariablesAreUnique() {
    List<String> names =
        AllSettings.LIST.stream()
            .flatMap(setting -> Stream.of(setting.name(), setting.shortName()))
            .filter(name -> !name.isEmpty())
            .toList();

    assertThat(names).doesNotHaveDuplicates();
    assertThat(names.stream().map(Setting::variable)).doesNotHaveDuplicates();
  }

  /** Two different values for each stage: the mapping onto the records mixes nothing up. */
  @Test
  void settingsReachTheirStage() {
    Settings settings =
        Settings.of(
            Map.ofEntries(
                Map.entry("port", "9000"),
                Map.entry("http.max-body", "8MiB"),
                Map.entry("http.body-timeout", "7s"),
                Map.entry("log.partitions", "6"),
                Map.entry("log.retention", "30d"),
                Map.entry("process.filter", "64MiB"),
                Map.entry("process.drain-limit", "3s"),
                Map.entry("store.memory", "1GiB"),
                Map.entry("store.threads", "3"),
                Map.entry("query.max-running", "5"),
                Map.entry("query.time-limit", "9s"),
                Map.entry("live.readers", "77"),
                Map.entry("live.heartbeat", "11s")));
    StageConfigs configs = StageConfigs.of(settings);

    assertThat(configs.http().port()).isEqualTo(9000);
    assertThat(configs.http().bodyBytes()).isEqualTo(8 << 20);
    assertThat(configs.http().bodyTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(configs.log().partitions()).isEqualTo(6);
    assertThat(configs.log().broker())
        .isInstanceOfSatisfying(
            KafkaLogConfig.Embedded.class,
            broker -> assertThat(broker.retention()).isEqualTo(Duration.ofDays(30)));
    assertThat(configs.process().filterBytes()).isEqualTo(64 << 20);
    assertThat(configs.process().drainLimit()).isEqualTo(Duration.ofSeconds(3));
    assertThat(configs.store().memoryBytes()).isEqualTo(1 << 30);
    assertThat(configs.store().threads()).isEqualTo(3);
    assertThat(configs.query().maxRunning()).isEqualTo(5);
    assertThat(configs.query().timeLimit()).isEqualTo(Duration.ofSeconds(9));
    assertThat(configs.live().readers()).isEqualTo(77);
    assertThat(configs.live().heartbeat()).isEqualTo(Duration.ofSeconds(11));
  }

  @Test
  void flagWinsOverVariableAndVariableOverFile() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("m.yaml"),
            """
            http:
              port: 1001
              host: 0.0.0.0
            data: from-file
            """);
    Settings settings =
        read(
            Map.of("config", file.toString(), "port", "1003"),
            Map.of("MILLRACE_HTTP_PORT", "1002", "MILLRACE_DATA", "from-variable"));

    assertThat(settings.get(HttpSettings.PORT)).isEqualTo(1003);
    assertThat(settings.get(DataSettings.DATA)).isEqualTo(Path.of("from-variable"));
    assertThat(settings.get(HttpSettings.HOST)).isEqualTo("0.0.0.0");
    assertThat(settings.origin(HttpSettings.HOST)).isEqualTo(file + ":3");
  }

  @Test
  void fileMayNestNamesOrWriteThemDotted() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("m.yaml"),
            """
            # A comment.
            log:
              kafka: [one:9092, two:9092]
              client:
                security.protocol: SSL
                ssl:
                  truststore.location: /etc/trust
            log.linger: 5ms
            http: {port: 9000}
            query:
            """);
    StageConfigs configs = StageConfigs.of(read(Map.of("config", file.toString()), NOTHING));

    assertThat(configs.http().port()).isEqualTo(9000);
    assertThat(configs.log().linger()).isEqualTo(Duration.ofMillis(5));
    assertThat(configs.log().broker())
        .isEqualTo(
            new Cluster(
                "one:9092,two:9092",
                Map.of("security.protocol", "SSL", "ssl.truststore.location", "/etc/trust")));
  }

  @Test
  void clientPropertiesMayComeFromVariables() {
    Settings settings =
        read(
            Map.of("log.kafka", "k:9092"),
            Map.of("MILLRACE_LOG_CLIENT_SASL_JAAS_CONFIG", "secret"));

    assertThat(settings.below(LogSettings.CLIENT)).isEqualTo(Map.of("sasl.jaas.config", "secret"));
  }

  @Test
  void shortNamesSetKeys() {
    Settings settings =
        read(Map.of("write-key", "w"), Map.of("MILLRACE_READ_KEY", "r", "MILLRACE_KEY", "k"));

    assertThat(DataSettings.keys(settings)).isEqualTo(Map.of(Scope.WRITE, "w", Scope.READ, "r"));
  }

  @Test
  void unknownNameInTheFileIsRefusedWithItsLineAndTheNearestName() throws IOException {
    Path file =
        Files.writeString(folder.resolve("m.yaml"), "http:\n  host: localhost\n  prot: 1\n");

    assertRefused(Map.of("config", file.toString()), NOTHING)
        .hasMessage(file + ":3: no setting http.prot; the nearest is http.port");
  }

  @Test
  void unknownVariableIsRefusedWithTheNearestOne() {
    assertRefused(NOTHING, Map.of("MILLRACE_HTTP_PRT", "1"))
        .hasMessage(
            "variable MILLRACE_HTTP_PRT: no such setting; the nearest is MILLRACE_HTTP_PORT");
  }

  @Test
  void variablesOfTheLauncherAreNoSettings() {
    Settings settings =
        read(
            NOTHING,
            Map.of(
                "MILLRACE_URL",
                "x",
                "MILLRACE_KEY",
                "y",
                "MILLRACE_JAVA_OPTS",
                "-Xmx1g",
                "PATH",
                "/"));

    assertThat(settings.get(HttpSettings.PORT)).isEqualTo(8080);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http.port | 65536 | a whole number from 0 to 65535",
        "http.port | eighty | a whole number from 0 to 65535",
        "log.retention | 5 | a duration from 1m to 36500d, such as 5s",
        "log.retention | 1s | a duration from 1m to 36500d, such as 5s",
        "store.memory | 1MiB | a size from 64MiB to 1TiB, such as 4MiB",
        "store.memory | lots | a size from 64MiB to 1TiB, such as 4MiB",
        "store.memory | 99999999999999TiB | a size from 64MiB to 1TiB, such as 4MiB",
      })
  void valueOutOfRangeIsRefusedWithTheRange(String name, String value, String allowed) {
    assertRefused(Map.of(name, value), NOTHING)
        .hasMessage("flag --" + name + ": " + name + " is \"" + value + "\"; it takes " + allowed);
  }

  @Test
  void secretIsNotShownInARefusal() {
    assertRefused(Map.of("write-key", "not allowed"), NOTHING)
        .hasMessageContaining("keys.write")
        .hasMessageNotContaining("not allowed");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertRefused(Map.of("http.port", "x", "nothing", "y"), Map.of("MILLRACE_X", "1"))
        .hasMessageContaining("http.port")
        .hasMessageContaining("nothing")
        .hasMessageContaining("MILLRACE_X");
  }

  @Test
  void settingTwiceInOnePlaceIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("m.yaml"), "http.port: 1\nport: 2\n");

    assertRefused(Map.of("config", file.toString()), NOTHING)
        .hasMessage(file + ":2: sets http.port, which " + file + ":1 sets already");
  }

  @Test
  void brokenFileIsRefusedWithItsLine() throws IOException {
    Path file = Files.writeString(folder.resolve("m.yaml"), "http:\n  port: [1\n");

    assertRefused(Map.of("config", file.toString()), NOTHING)
        .hasMessageMatching("(?s).*m\\.yaml:\\d+: not readable as YAML.*");
  }

  @Test
  void missingFileIsRefused() {
    assertRefused(Map.of("config", folder.resolve("none.yaml").toString()), NOTHING)
        .hasMessageContaining("none.yaml cannot be read");
  }

  @Test
  void emptyFileSetsNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("m.yaml"), "# nothing\n");

    assertThat(read(Map.of("config", file.toString()), NOTHING).isSet(HttpSettings.PORT)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "log.retention-size, 64MiB, log.segment, 128MiB",
    "process.longest-retry, 1s, process.first-retry, 2s",
    "live.max-refresh, 1s, live.min-interval, 2s"
  })
  void settingsThatContradictEachOtherAreRefused(
      String low, String value, String high, String least) {
    Settings settings = Settings.of(Map.of(low, value, high, least));

    assertThatThrownBy(() -> StageConfigs.of(settings))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "flag --"
                + low
                + ": "
                + low
                + " is "
                + value
                + "; it takes at least "
                + high
                + ", which is "
                + least);
  }

  /** An event goes when its day is over and so many more. */
  @Test
  void theLogKeepsNothingLongerThanTheProjectThatWantsItLongest() {
    assertThat(logRetention(Map.of("retention.days", "1"))).isEqualTo(Duration.ofDays(2));
    assertThat(logRetention(Map.of("retention.days", "1", "retention.project.shop", "3")))
        .isEqualTo(Duration.ofDays(4));
    assertThat(logRetention(Map.of("retention.days", "1", "retention.project.shop", "0")))
        .isEqualTo(Duration.ofDays(7));
    assertThat(logRetention(Map.of("retention.project.shop", "1"))).isEqualTo(Duration.ofDays(7));
    assertThat(logRetention(Map.of("retention.days", "1", "log.retention", "5h")))
        .isEqualTo(Duration.ofHours(5));
  }

  private static Duration logRetention(Map<String, String> settings) {
    KafkaLogConfig.Broker broker = LogSettings.config(Settings.of(settings)).broker();
    return ((KafkaLogConfig.Embedded) broker).retention();
  }

  @Test
  void projectsMayKeepEventsForTimesOfTheirOwn() {
    Settings settings =
        Settings.of(Map.of("retention.days", "400", "retention.project.shop", "30"));
    long day = 86_400_000_000L;

    Lifetimes lifetimes = RetentionSettings.lifetimes(settings);

    assertThat(lifetimes.keptFrom("shop", 1_000 * day + 5)).isEqualTo(970 * day);
    assertThat(lifetimes.keptFrom("other", 1_000 * day + 5)).isEqualTo(600 * day);
    assertThat(lifetimes.longestDays()).isEqualTo(400);
    assertThat(RetentionSettings.lifetimes(Settings.of(Map.of())).isForever()).isTrue();
    assertThatThrownBy(() ->
            RetentionSettings.lifetimes(Settings.of(Map.of("retention.project.shop", "a week"))))
        .hasMessageContaining("retention.project.shop is \"a week\"; it takes a whole number");
  }

  @Test
  void clientPropertyWithoutAClusterIsRefused() {
    Settings settings = Settings.of(Map.of("log.client.security.protocol", "SSL"));

    assertThatThrownBy(() -> StageConfigs.of(settings))
        .hasMessageContaining("log.client.security.protocol has no meaning");
  }

  private static Settings read(Map<String, String> flags, Map<String, String> environment) {
    return new SettingsReader(AllSettings.LIST, AllSettings.OPEN).read(flags, environment);
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      Map<String, String> flags, Map<String, String> environment) {
    return assertThatThrownBy(() -> read(flags, environment))
        .isInstanceOfSatisfying(
            MillraceException.class,
            refused -> assertThat(refused.fault()).isEqualTo(Fault.INVALID_CONFIGURATION));
  }
}
