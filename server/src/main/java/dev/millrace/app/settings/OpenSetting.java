package dev.millrace.app.settings;

/**
 * A name below which any name may be set, because another program gives them their meaning: {@code
 * log.client.security.protocol}.
 *
 * @param name dotted
 * @param description one sentence
 */
public record OpenSetting(String name, String description) {
  String prefix() {
    return name + ".";
  }
}
