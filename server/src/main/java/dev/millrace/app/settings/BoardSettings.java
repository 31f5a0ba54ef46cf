package dev.millrace.app.settings;

import static dev.millrace.app.settings.Limits.KIB;
import static dev.millrace.app.settings.Limits.MIB;

import java.util.List;

/** Settings of the boards that the dashboard keeps on the server. */
public final class BoardSettings {
  public static final Setting<Integer> MAX_BOARDS =
      Setting.of(
          "boards.limit",
          SettingType.integer(1, 10_000),
          200,
          "Boards of a project; more are refused.");
  public static final Setting<Long> MAX_SIZE =
      Setting.of(
          "boards.max-size",
          SettingType.size(KIB, MIB),
          64 * KIB,
          "Size of one board with its questions.");

  static final List<Setting<?>> LIST = List.of(MAX_BOARDS, MAX_SIZE);

  private BoardSettings() {}
}
