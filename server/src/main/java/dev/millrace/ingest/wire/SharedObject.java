package dev.millrace.ingest.wire;

import dev.millrace.event.RawJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object whose members are added to other objects that lack them: a batch's context to the
 * contexts of its events. Only whole members are compared, not what is inside them. Owned by one
 * thread.
 */
public final class SharedObject {
  private final RawJson shared;
  private final List<Member> members;

  /** The object that was merged last, and the result: in a batch they are often all the same. */
  private @Nullable RawJson lastOwn;

  private RawJson lastMerged = RawJson.EMPTY;

  /**
   * @param shared must have been checked
   */
  public SharedObject(RawJson shared) {
    this.shared = shared;
    this.members = shared.isEmpty() ? List.of() : members(shared);
  }

  /** The object given, and those shared members of which it has none with the same name. */
  public RawJson under(RawJson own) {
    if (members.isEmpty()) {
      return own;
    }
    if (own.isEmpty()) {
      return shared;
    }
    if (lastOwn == null || !own.equals(lastOwn)) {
      lastMerged = merge(own);
      lastOwn = own;
    }
    return lastMerged;
  }

  private RawJson merge(RawJson own) {
    Set<String> taken = new HashSet<>();
    for (Member member : members(own)) {
      taken.add(member.name());
    }
    if (taken.isEmpty()) {
      return shared;
    }
    List<Member> added = members.stream().filter(member -> !taken.contains(member.name())).toList();
    if (added.isEmpty()) {
      return own;
    }
    int size = own.length();
    for (Member member : added) {
      size += 1 + member.end() - member.start();
    }
    byte[] merged = Arrays.copyOfRange(own.buffer(), own.offset(), own.offset() + size);
    int at = own.length() - 1;
    for (Member member : added) {
      merged[at++] = ',';
      int length = member.end() - member.start();
      System.arraycopy(shared.buffer(), member.start(), merged, at, length);
      at += length;
    }
    merged[at] = '}';
    return new RawJson(merged, 0, size);
  }

  private static List<Member> members(RawJson object) {
    JsonCursor cursor =
        new JsonCursor(
            object.buffer(),
            object.offset(),
            object.offset() + object.length(),
            EventLimits.defaults());
    List<Member> members = new ArrayList<>();
    try {
      cursor.expect('{');
      boolean more = !cursor.accept('}');
      while (more) {
        cursor.peek();
        int start = cursor.position();
        cursor.passName();
        String name = cursor.text();
        cursor.passValue();
        members.add(new Member(name, start, cursor.position()));
        more = cursor.another('}');
      }
    } catch (MalformedJson e) {
      throw new IllegalStateException("an object was not checked before it was merged", e);
    }
    return members;
  }

  /** A member of an object: name, colon and value, from one offset of the buffer to the other. */
  private record Member(String name, int start, int end) {}
}
