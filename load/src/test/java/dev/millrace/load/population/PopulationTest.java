package dev.millrace.load.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PopulationTest {
  private static final long NOW = 1_795_500_000_000L;
  private static final int EVENTS = 200_000;

  private static List<Action> actions(Traits traits) {
    Population population = new Population(traits);
    List<Action> actions = new ArrayList<>();
    while (actions.size() < EVENTS) {
      actions.addAll(population.next(100, NOW).actions());
    }
    return actions;
  }

  private static String text(Action action) {
    return action.idHigh()
        + " "
        + action.user()
        + " "
        + action.feature()
        + " "
        + action.timeMillis();
  }

  @Test
  void doesTheSameForTheSameSeed() {
    Traits traits = Traits.defaults(7, "t");

    List<String> once = actions(traits).stream().map(PopulationTest::text).toList();
    List<String> twice = actions(traits).stream().map(PopulationTest::text).toList();

    assertThat(twice).isEqualTo(once);
    assertThat(actions(Traits.defaults(8, "t")).stream().map(PopulationTest::text).toList())
        .isNotEqualTo(once);
  }

  @Test
  void doesTheSameWheneverItIsAsked() {
    Traits traits = new Traits(7, "t", 1_000, 100, .02, .2, .5, .01, .005, .001, 20_000);
    Population now = new Population(traits);
    Population later = new Population(traits);
    for (int batch = 0; batch < 500; batch++) {
      List<Action> one = now.next(20, NOW + batch).actions();
      List<Action> other = later.next(20, NOW + 7 * 3_600_000L + 13L * batch).actions();

      assertThat(other)
          .extracting(Action::idHigh)
          .isEqualTo(one.stream().map(Action::idHigh).toList());
      assertThat(other).extracting(Action::user).isEqualTo(one.stream().map(Action::user).toList());
    }
  }

  @Test
  void hasOneUserAndOneFeatureThatAreHot() {
    List<Action> actions = actions(Traits.defaults(1, "t"));

    assertThat(share(actions, actions.stream().filter(action -> action.user() == 0).count()))
        .isBetween(.02, .06);
    assertThat(share(actions, actions.stream().filter(action -> action.feature() == 0).count()))
        .isBetween(.2, .5);
    assertThat(actions.stream().map(Action::user).distinct().count()).isGreaterThan(10_000);
  }

  @Test
  void sendsTheAskedShareLateBadAndTwice() {
    List<Action> actions = actions(Traits.defaults(1, "t"));
    Set<Long> ids = new HashSet<>();

    long repeated = actions.stream().filter(action -> !ids.add(action.idHigh())).count();

    assertThat(share(actions, repeated)).isCloseTo(.01, within(.003));
    assertThat(share(actions, actions.stream().filter(action -> !action.good()).count()))
        .isCloseTo(.001, within(.0005));
    assertThat(actions.stream().filter(action -> action.timeMillis() < NOW))
        .allMatch(action -> action.timeMillis() >= NOW - Traits.LONGEST_OFFLINE_MILLIS);
    assertThat(share(actions, actions.stream().filter(action -> action.timeMillis() < NOW).count()))
        .isCloseTo(.01, within(.003));
  }

  @Test
  void devicesThatWereOfflineSendTheirSessionAtOnce() {
    List<Action> actions = actions(Traits.defaults(1, "t"));

    int sessions = 0;
    int late = 0;
    for (int i = 0; i < actions.size(); i++) {
      long time = actions.get(i).timeMillis();
      if (time < NOW) {
        late++;
        long before = i == 0 ? NOW : actions.get(i - 1).timeMillis();
        sessions += time >= before && time - before < 300_000 ? 0 : 1;
      }
    }
    // Ten and a half actions each, about 20 s apart; those sent twice stand alone.
    assertThat((double) late / sessions).isBetween(5.0, 10.5);
  }

  @Test
  void passesThePeoplesTimeByTheirPauses() {
    Traits traits = Traits.defaults(1, "t").wellBehaved();
    Population population = new Population(traits);
    long start = population.populationMillis();
    for (int batch = 0; batch < 1_000; batch++) {
      assertThat(population.next(100, NOW).size()).isEqualTo(100);
    }

    // 5,000 people are there at once, and each acts every 20 s: 250 a second.
    assertThat(population.populationMillis() - start).isBetween(300_000L, 500_000L);
  }

  private static double share(List<Action> all, long some) {
    return (double) some / all.size();
  }
}
