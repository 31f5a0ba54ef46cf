package dev.millrace;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the import table of the packages: the pipeline reads from left to right, ports do not know
 * their adapters, and each foreign library stays in the rooms that it belongs to.
 */
class ArchitectureTest {

  private static final String ROOT = "dev.millrace.";

  /** What each package may import of the others. A new package needs a row here. */
  private static final Map<String, List<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("event", List.of()),
          Map.entry("fault", List.of()),
          Map.entry("metrics", List.of()),
          Map.entry("log", List.of("event", "fault", "metrics")),
          Map.entry("store", List.of("event", "fault", "metrics")),
          Map.entry("http", List.of("fault", "metrics")),
          Map.entry("ingest", List.of("event", "fault", "log", "http", "metrics")),
          Map.entry("process", List.of("event", "fault", "log", "store", "metrics")),
          Map.entry("query", List.of("event", "fault", "store", "http", "metrics")),
          Map.entry("live", List.of("event", "fault", "query", "store", "http", "metrics")),
          Map.entry(
              "app",
              List.of(
                  "event", "fault", "metrics", "log", "store", "http", "ingest", "process", "query",
                  "live")));

  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.millrace");

  static Stream<String> packages() {
    return MAY_IMPORT.keySet().stream().sorted();
  }

  @Test
  void everyClassIsInAPackageOfTheTable() {
    classes()
        .should()
        .resideInAnyPackage(packages().map(ArchitectureTest::tree).toArray(String[]::new))
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void packageImportsOnlyWhatTheTableAllows(String name) {
    String[] allowed =
        Stream.concat(Stream.of(name), MAY_IMPORT.getOrDefault(name, List.of()).stream())
            .map(ArchitectureTest::tree)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(tree(name))
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.millrace..").and(not(resideInAnyPackage(allowed))))
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  @ParameterizedTest
  @MethodSource("adapters")
  void onlyAppNamesAnAdapter(String adapter) {
    noClasses()
        .that()
        .resideOutsideOfPackages(tree("app"), tree(adapter))
        .should()
        .dependOnClassesThat(resideInAPackage(tree(adapter)))
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  static Stream<String> adapters() {
    return Stream.of("log.kafka", "store.duckdb", "store.clickhouse", "store.timescale");
  }

  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching(ROOT + "(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  @ParameterizedTest
  @MethodSource("innermost")
  void innermostPackageNeedsOnlyTheJdk(String name) {
    classes()
        .that()
        .resideInAPackage(tree(name))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(tree(name), "java..", "org.jspecify..")
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  static Stream<String> innermost() {
    return Stream.of("event", "fault");
  }

  @Test
  void metricsNeedsOnlyTheJdkAndPrometheus() {
    classes()
        .that()
        .resideInAPackage(tree("metrics"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(tree("metrics"), "java..", "org.jspecify..", "io.prometheus..")
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  @Test
  void kafkaStaysInItsAdapter() {
    staysIn(List.of("log.kafka"), "org.apache.kafka..", "kafka..");
  }

  @Test
  void duckDbStaysInItsAdapter() {
    staysIn(List.of("store.duckdb"), "org.duckdb..");
  }

  @Test
  void sqlDriversStayInTheStoresAdapters() {
    staysIn(List.of("store.duckdb", "store.clickhouse", "store.timescale"), "java.sql..");
  }

  @Test
  void helidonStaysWhereRequestsAreAnswered() {
    staysIn(List.of("http", "ingest", "query", "live", "app"), "io.helidon..");
  }

  private static void staysIn(List<String> rooms, String... library) {
    noClasses()
        .that()
        .resideOutsideOfPackages(rooms.stream().map(ArchitectureTest::tree).toArray(String[]::new))
        .should()
        .dependOnClassesThat(resideInAnyPackage(library))
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  /** The package and everything below it, in ArchUnit's notation. */
  private static String tree(String name) {
    return ROOT + name + "..";
  }
}
