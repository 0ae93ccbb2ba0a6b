#!/usr/bin/env bash
# Starts Energy Matching. In a checkout it first builds what is missing or stale; in a packed distribution it only starts.
set -u

fail() { # three sentences: what happened, what was expected, what to do
  printf 'error: %s\n       %s\n       %s\n' "$1" "$2" "$3" >&2
  exit 1
}

# The directory of this script, also when it is called through symbolic links.
self=${BASH_SOURCE[0]}
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=$(dirname "$self")/$link ;;
  esac
done
here=$(cd -P "$(dirname "$self")" && pwd) || exit 1

case $(uname -s)-$(uname -m) in
  Linux-aarch64 | Linux-arm64)
    echo 'error: There is no native build of libtorch for linux-arm64 in this version.' >&2
    exit 1
    ;;
esac

# Java 17 or newer, and none of the three that corrupt memory.
java=java
[ -n "${JAVA_HOME:-}" ] && java=$JAVA_HOME/bin/java
command -v "$java" >/dev/null 2>&1 || fail "There is no Java: '$java' was not found." \
  'JDK 17 or newer was expected.' 'Install one, such as Temurin 21, and put it on the PATH or set JAVA_HOME.'
# The JDK's file 'release' says its version; starting Java to ask would take longer than 'em --version' itself.
home=$(readlink -f "$(command -v "$java")" 2>/dev/null)
home=${home%/bin/java}
version=
[ -f "$home/release" ] && version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$home/release")
[ -n "$version" ] || version=$("$java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p' | head -n 1)
major=${version%%[!0-9]*}
[ "${major:-0}" -ge 17 ] || fail "'$java' is Java ${version:-of an unknown version}." \
  'JDK 17 or newer was expected.' 'Install one and put it on the PATH or set JAVA_HOME.'
case $version in
  25 | 25.0.0 | 25.0.1 | 25.0.2 | 25-* | 25.0.[012][!0-9]*)
    fail "'$java' is JDK $version, which corrupts arrays shared with native code (JDK-8377811)." \
      'JDK 17, 21, or 25.0.3 or newer was expected.' 'Install 25.0.3, or set JAVA_HOME to another JDK.'
    ;;
esac

packed() { compgen -G "$here/../lib/energy-matching-cli-*.jar" >/dev/null; }

stale() {
  [ -f "$stamp" ] && compgen -G "$here/cli/target/energy-matching-cli-*.jar" >/dev/null || return 0
  [ -n "$(find "$here"/pom.xml "$here"/*/pom.xml "$here"/library/src/main "$here"/cli/src/main "$here"/recipes \
    -newer "$stamp" -print 2>/dev/null | head -n 1)" ]
}

build() {
  command -v mvn >/dev/null 2>&1 || fail "Maven is needed to build, but 'mvn' was not found." \
    'Maven 3.8.6 or newer was expected.' 'Install it, or use the packed distribution, which needs none.'
  if [ -f "$stamp" ]; then
    echo 'Building again, since the sources have changed …' >&2
    # Jars of an older version would stay beside the new ones.
    [ -n "$(find "$here"/pom.xml "$here"/*/pom.xml -newer "$stamp" -print | head -n 1)" ] && rm -rf "$here/cli/target/lib"
  else
    echo 'Building … (first time only, about a minute)' >&2
  fi
  mkdir -p "$here/cli/target"
  local log=$here/cli/target/em-build.log
  touch "$stamp.new" # what is saved while the build runs is newer than it
  if ! (cd "$here" && mvn -q -B -Dstyle.color=never -Dmaven.test.skip=true -Dspotless.check.skip=true package -pl cli -am) </dev/null >"$log" 2>&1; then
    grep -v 'Help 1\|re-run Maven\|^\[ERROR\] *$' "$log" | tail -n 20 >&2
    fail 'The build failed; its last lines are above.' 'It needs JDK 17 or newer, and the network the first time.' \
      "Read the whole of '$log', mend what it names, and run the same command again."
  fi
  mv "$stamp.new" "$stamp"
  rm -f "$here"/cli/target/em-*.jsa
}

# Where no locale is set, as in containers and cron, Java could not even name a file 'größe.csv'.
locale=${LC_ALL:-${LC_CTYPE:-${LANG:-C}}}
case $locale in
  C | POSIX)
    if [ "$(uname -s)" = Darwin ]; then export LC_ALL=en_US.UTF-8; else export LC_ALL=C.UTF-8; fi
    ;;
esac

# Until Java decides what becomes of a signal, the program ends with the exit code that it has for one.
trap 'rm -f "${archive:-/nowhere}.$$"; exit 130' INT TERM

if packed; then
  lib=$(cd "$here/../lib" && pwd)
  class_path=$lib/*
  archives=$lib
else
  stamp=$here/cli/target/em-built
  if stale; then build; fi
  class_path=$(compgen -G "$here/cli/target/energy-matching-cli-*.jar" | grep -v -e '-sources' -e '-javadoc' | head -n 1):$here/cli/target/lib/*
  archives=$here/cli/target
fi

flags=(-Djava.awt.headless=true --enable-native-access=ALL-UNNAMED -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -XX:+UseSerialGC)
flags+=("-Dem.command=$0") # as the user typed it, for the commands that the program suggests
if [ -t 2 ]; then
  columns=$(stty size <&2 2>/dev/null)
  columns=${columns##* }
  [ "${columns:-0}" -gt 0 ] || columns=80
  flags+=(-Dem.tty=true "-Dem.columns=$columns")
fi

# Waiting threads sleep, so that another busy process does not slow them down tenfold.
export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-PASSIVE}
# Kernels of convolutions that are dropped would be made again, by several threads at once.
# Errors of process groups are said in three sentences, without the native stack beside them.
export TORCH_CPP_LOG_LEVEL=${TORCH_CPP_LOG_LEVEL:-FATAL}
export ONEDNN_PRIMITIVE_CACHE_CAPACITY=${ONEDNN_PRIMITIVE_CACHE_CAPACITY:-8192}
export OPENBLAS_NUM_THREADS=${OPENBLAS_NUM_THREADS:-1}

# OpenBLAS gives AMD processors its AVX2 kernels; where there is AVX-512, those of SkylakeX are twice as fast.
if [ -z "${OPENBLAS_CORETYPE:-}" ] && grep -q AuthenticAMD /proc/cpuinfo 2>/dev/null; then
  wide=yes
  for flag in avx512f avx512cd avx512dq avx512bw avx512vl; do
    grep -q -m 1 -w "$flag" /proc/cpuinfo || wide=
  done
  [ -n "$wide" ] && export OPENBLAS_CORETYPE=SkylakeX
fi

# glibc gives large blocks back to the system as soon as they are free, and every step asks for them again: keep them.
if [ "$(uname -s)" = Linux ]; then
  export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}
  export MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-4000000000}
  export MALLOC_MMAP_THRESHOLD_=${MALLOC_MMAP_THRESHOLD_:-33554432}
  export MALLOC_TOP_PAD_=${MALLOC_TOP_PAD_:-67108864}
fi

# Classes as this Java has them in memory, made once for each version of Java: every start is a second shorter.
archive=$archives/em-$version.jsa
if [ ! -f "$archive" ] && [ -w "$archives" ]; then
  # Under a name of its own until it is whole, for several may be made at once.
  # shellcheck disable=SC2086
  "$java" "${flags[@]}" ${EM_JAVA_OPTS:-} -XX:ArchiveClassesAtExit="$archive.$$" -Xlog:disable -cp "$class_path" \
    org.energymatching.cli.Em doctor </dev/null >/dev/null 2>&1
  # Where none can be made, an empty one keeps later starts from trying again.
  [ -s "$archive.$$" ] || : >"$archive.$$"
  mv -f "$archive.$$" "$archive"
fi
[ -s "$archive" ] && flags+=("-XX:SharedArchiveFile=$archive" -Xlog:cds=off -Xlog:cds+dynamic=off)

# Verbs that compute nothing end before a better compiler pays.
case ${1:-} in
  '' | -* | config | recipes | completion | help) flags+=(-XX:TieredStopAtLevel=1) ;;
esac

# shellcheck disable=SC2086  # EM_JAVA_OPTS is a list of words
exec "$java" "${flags[@]}" ${EM_JAVA_OPTS:-} -cp "$class_path" org.energymatching.cli.Em "$@"
