# Finds a JDK 25 or newer. Sourced by the scripts of this repository; sets and exports JAVA_HOME.

readonly WANTED_JAVA=25

# Prints the major version of the JDK in folder $1, or 0. The release file is read since starting each java is slow.
java_major() {
  local line major
  [[ -x "$1/bin/java" && -x "$1/bin/javac" && -r "$1/release" ]] || { echo 0; return; }
  line="$(grep -m1 '^JAVA_VERSION=' "$1/release" || true)"
  line="${line#*=\"}"
  major="${line%%[.\"+-]*}"
  [[ "$major" =~ ^[0-9]+$ ]] && echo "$major" || echo 0
}

find_jdk() {
  local home on_path candidates=()
  [[ -n "${JAVA_HOME:-}" ]] && candidates+=("$JAVA_HOME")
  on_path="$(command -v javac || true)"
  [[ -n "$on_path" ]] && candidates+=("$(dirname "$(dirname "$(readlink -f "$on_path")")")")
  candidates+=(/usr/lib/jvm/* "${HOME:-/root}"/.sdkman/candidates/java/* /opt/* /opt/*/*
    /Library/Java/JavaVirtualMachines/*/Contents/Home)
  for home in "${candidates[@]}"; do
    if (( $(java_major "$home") >= WANTED_JAVA )); then
      export JAVA_HOME="$home"
      return
    fi
  done
  cat >&2 <<'MESSAGE'
millrace: no JDK 25 or newer found.
Looked at JAVA_HOME, PATH, /usr/lib/jvm, ~/.sdkman/candidates/java and /opt.
Install one, for example:
  apt-get install openjdk-25-jdk      (Debian 13 and Ubuntu, where they have it)
  sdk install java 25-tem             (SDKMAN)
or unpack any JDK 25 and set JAVA_HOME to its folder.
MESSAGE
  exit 1
}

# Runs Maven on the JDK found. The two flags silence warnings about Maven's own libraries.
run_maven() {
  if ! command -v mvn >/dev/null; then
    echo "millrace: Maven 3.8.7 or newer is needed to build (apt-get install maven)." >&2
    exit 1
  fi
  MAVEN_OPTS="${MAVEN_OPTS:-} --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow" mvn "$@"
}

find_jdk
