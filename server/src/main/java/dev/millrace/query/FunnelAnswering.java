package dev.millrace.query;

import dev.millrace.store.Funnel;
import dev.millrace.store.FunnelPeople;
import dev.millrace.store.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers funnels, with numbers or with the people of a step. */
final class FunnelAnswering {
  private FunnelAnswering() {}

  static Found answer(Asking asking, FunnelQuestion question) {
    Period period = Period.of(question.basis(), asking.now());
    Funnel funnel = plan(asking, question, period);
    FunnelQuestion.Wanted people = question.people();
    return people == null
        ? numbers(question, period, asking.run(funnel))
        : people(
            period,
            asking.run(
                new FunnelPeople(
                    funnel, people.step(), people.dropped(), question.limit(), question.cursor())));
  }

  private static Funnel plan(Asking asking, FunnelQuestion question, Period period) {
    Basis basis = question.basis();
    return new Funnel(
        period.from(),
        period.to(),
        asking.selection(basis),
        question.steps().stream().map(step -> step.resolved(asking, basis)).toList(),
        question.within().toNanos() / 1_000,
        question.order(),
        question.excluded().stream()
            .map(each ->
                new Funnel.Exclusion(
                    each.step().resolved(asking, basis), each.after(), each.before()))
            .toList(),
        question.by(),
        question.limit());
  }

  private static Found numbers(
      FunnelQuestion question, Period period, Funnel.Conversions conversions) {
    List<String> columns =
        Stream.concat(
                question.by().stream().map(Property::text),
                Stream.of(
                    "step", "name", "people", "rate", "step_rate", "median_seconds", "p90_seconds"))
            .toList();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int group = 0; group < conversions.groups().size(); group++) {
      List<Funnel.Reached> steps = conversions.steps().get(group);
      for (int step = 0; step < steps.size(); step++) {
        Funnel.Reached reached = steps.get(step);
        List<@Nullable Object> row = Grid.values(conversions.groups().get(group));
        row.add(step + 1L);
        row.add(question.steps().get(step).name());
        row.add(reached.people());
        row.add(Ratio.of(reached.people(), steps.getFirst().people()));
        row.add(step == 0 ? null : Ratio.of(reached.people(), steps.get(step - 1).people()));
        row.add(reached.medianSeconds());
        row.add(reached.p90Seconds());
        rows.add(row);
      }
    }
    return Found.exact(columns, rows, period, conversions.rowsScanned())
        .ofGroups(conversions.groups());
  }

  private static Found people(Period period, FunnelPeople.Page page) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (FunnelPeople.Person person : page.people()) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(person.user());
      row.add(Times.text(person.time(), period.zone()));
      rows.add(row);
    }
    return new Found(
        List.of("user", "time"),
        rows,
        period,
        "events",
        page.rowsScanned(),
        0,
        page.more() ? page.people().getLast().user() : null,
        false);
  }
}
