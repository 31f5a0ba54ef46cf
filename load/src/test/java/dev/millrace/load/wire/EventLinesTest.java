package dev.millrace.load.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.event.Event;
import dev.millrace.ingest.ndjson.NativeFormat;
import dev.millrace.ingest.wire.Decoded;
import dev.millrace.ingest.wire.EventIds;
import dev.millrace.ingest.wire.EventLimits;
import dev.millrace.load.population.Action;
import dev.millrace.load.population.Batch;
import dev.millrace.load.population.People;
import dev.millrace.load.population.Population;
import dev.millrace.load.population.Traits;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class EventLinesTest {
  private static final long NOW = 1_795_500_000_000L;

  private static Decoded decode(Batch batch) {
    EventLines lines = new EventLines("run");
    lines.write(batch);
    return NativeFormat.decode(
        Arrays.copyOf(lines.bytes(), lines.length()),
        true,
        "default",
        TimeUnit.MILLISECONDS.toMicros(NOW),
        new EventIds(1),
        EventLimits.defaults());
  }

  @Test
  void serverReadsWhatTheActionsAre() {
    Batch batch = new Population(Traits.defaults(1, "run").wellBehaved()).next(500, NOW);

    List<Event> events = decode(batch).events();

    assertThat(events).hasSize(500);
    for (int i = 0; i < events.size(); i++) {
      Action action = batch.actions().get(i);
      Event event = events.get(i);
      assertThat(event.user()).isEqualTo(People.userId("run", action.user()));
      assertThat(event.name()).isEqualTo(People.NAMES.get(action.name()));
      assertThat(event.time()).isEqualTo(TimeUnit.MILLISECONDS.toMicros(action.timeMillis()));
      assertThat(
              JsonMapper.shared()
                  .readTree(event.properties().toString())
                  .path("feature")
                  .asString())
          .isEqualTo(People.featureId(action.feature()));
    }
    assertThat(events.stream().map(Event::id)).doesNotHaveDuplicates();
  }

  @Test
  void serverRefusesEveryBadActionAndNoOther() {
    Traits ordinary = Traits.defaults(1, "run");
    Traits careless =
        new Traits(1, "run", 100, 10, 0, 0, ordinary.late(), 0, 0, .5, ordinary.thinkMillis());
    Batch batch = new Population(careless).next(500, NOW);

    Decoded decoded = decode(batch);

    assertThat(batch.good()).isBetween(200, 300);
    assertThat(decoded.events()).hasSize(batch.good());
  }
}
