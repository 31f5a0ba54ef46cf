package dev.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintsTest {
  private final Fingerprints fingerprints =
      new Fingerprints(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

  /** From the reference implementation's vectors_sip64, little-endian, for 0, 2, 8 and 14 bytes. */
  @Test
  void hashesAsTheReferenceImplementationDoes() {
    assertThat(hashOfBytesCountedUp(0)).isEqualTo(0x726fdb47dd0e0e31L);
    assertThat(hashOfBytesCountedUp(2)).isEqualTo(0x0d6c8009d9a94f5aL);
    assertThat(hashOfBytesCountedUp(8)).isEqualTo(0x93f5f5799a932462L);
    assertThat(hashOfBytesCountedUp(14)).isEqualTo(0xf723ca908e7af2eeL);
  }

  private long hashOfBytesCountedUp(int bytes) {
    char[] chars = new char[bytes / 2];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) (2 * i | (2 * i + 1) << 8);
    }
    return fingerprints.hash(chars, chars.length);
  }

  @Test
  void keepsProjectAndIdApart() {
    assertThat(fingerprints.of("ab", "c")).isNotEqualTo(fingerprints.of("a", "bc"));
    assertThat(fingerprints.of("shop", "1")).isNotEqualTo(fingerprints.of("shop", "1\0"));
    assertThat(fingerprints.of("shop", "x".repeat(400)))
        .isNotEqualTo(fingerprints.of("shop", "x".repeat(399)));
  }

  @Test
  void differsWithEachStart() {
    assertThat(Fingerprints.withRandomKey().of("shop", "1"))
        .isNotEqualTo(Fingerprints.withRandomKey().of("shop", "1"));
  }
}
