package dev.millrace.app.settings;

import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;

/**
 * Reads millrace.yaml into names and values, each with its line. Names may be nested or dotted, as
 * in {@code http: {port: 9000}} and {@code http.port: 9000}.
 */
final class YamlSettings {
  /** A configuration is small; anything larger is the wrong file. */
  private static final long MAX_BYTES = 1 << 20;

  private static final TokenStreamFactory YAML = new YAMLFactory();

  private final Path file;
  private final List<GivenSetting> settings = new ArrayList<>();

  private YamlSettings(Path file) {
    this.file = file;
  }

  static List<GivenSetting> read(Path file) {
    YamlSettings yaml = new YamlSettings(file);
    try (JsonParser parser = YAML.createParser(ObjectReadContext.empty(), yaml.text())) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT) {
        yaml.readObject(parser, "");
      } else if (first != null && first != JsonToken.VALUE_NULL) {
        throw yaml.invalid(line(parser), "expected names and values, such as http.port: 9000");
      }
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw yaml.invalid(
          line, "not readable as YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""));
    }
    return yaml.settings;
  }

  private String text() {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw invalid(1, "larger than " + Units.printSize(MAX_BYTES) + ": not a configuration");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new MillraceException(
          Fault.INVALID_CONFIGURATION,
          file + " cannot be read (" + e.getClass().getSimpleName() + ")",
          "--config names the configuration file",
          e);
    }
  }

  private void readObject(JsonParser parser, String prefix) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = prefix + parser.currentName();
      int line = line(parser);
      switch (parser.nextToken()) {
        case START_OBJECT -> readObject(parser, name + ".");
        case START_ARRAY -> add(name, readArray(parser, name), line);
        case VALUE_NULL -> {}
        default -> add(name, parser.getString(), line);
      }
    }
  }

  /** A list of values is the same as the values with commas between them. */
  private String readArray(JsonParser parser, String name) {
    List<String> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (!parser.currentToken().isScalarValue()) {
        throw invalid(line(parser), name + " takes a list of plain values");
      }
      items.add(parser.getString());
    }
    return String.join(",", items);
  }

  private void add(String name, String text, int line) {
    settings.add(new GivenSetting(name, text, file + ":" + line));
  }

  private MillraceException invalid(int line, String message) {
    return new MillraceException(Fault.INVALID_CONFIGURATION, file + ":" + line + ": " + message);
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }
}
