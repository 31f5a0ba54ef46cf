package dev.millrace.store;

import dev.millrace.event.RawJson;
import java.util.List;
import java.util.Optional;

/**
 * One person.
 *
 * @param user any of the person's ids
 */
public record Profile(String project, String user) implements Plan<Profile.Found> {

  @Override
  public Class<Found> answerType() {
    return Found.class;
  }

  /**
   * @param person empty if there is no event of theirs
   */
  public record Found(Optional<Person> person) {}

  /**
   * @param user the person's name
   * @param ids all ids that are the person
   * @param first time of the first event, microseconds
   * @param last time of the last one
   * @param properties the latest of each trait
   */
  public record Person(
      String user, List<String> ids, long first, long last, long count, RawJson properties) {
    public Person {
      ids = List.copyOf(ids);
    }
  }
}
