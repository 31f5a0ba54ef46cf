package dev.millrace.ingest.segment;

import org.jspecify.annotations.Nullable;

/** The calls of Segment's specification that carry one event. */
public enum Call {
  TRACK("track", "t", null),
  IDENTIFY("identify", "i", "$identify"),
  PAGE("page", "p", "$page"),
  SCREEN("screen", "s", "$screen"),
  GROUP("group", "g", "$group"),
  ALIAS("alias", "a", "$alias");

  private final String type;
  private final String shortType;
  private final @Nullable String eventName;

  Call(String type, String shortType, @Nullable String eventName) {
    this.type = type;
    this.shortType = shortType;
    this.eventName = eventName;
  }

  /** As the path of the call and the {@code type} of an event in a batch name it. */
  public String type() {
    return type;
  }

  /** As browsers name it in the path. */
  public String shortType() {
    return shortType;
  }

  /** The name of its events; null where each event brings its own. */
  public @Nullable String eventName() {
    return eventName;
  }

  /** The call of this type; null if there is none. */
  static @Nullable Call ofType(String type) {
    for (Call call : values()) {
      if (call.type.equals(type)) {
        return call;
      }
    }
    return null;
  }
}
