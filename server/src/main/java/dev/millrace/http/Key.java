package dev.millrace.http;

/**
 * A secret that opens one project. Its text form hides the secret.
 *
 * @param sql whether a read key may also send SQL
 */
public record Key(String secret, String project, Scope scope, boolean sql) {

  @Override
  public String toString() {
    return "Key[project=" + project + ", scope=" + scope.text() + ", sql=" + sql + "]";
  }
}
