# Runs the test programs. Sourced after report.sh.
# shellcheck shell=bash

# What the tests are built with, wherever they are: next year's compiler is not to break users, but us.
# shellcheck disable=SC2034  # used by those who source this
TEST_FLAGS=(-Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error)

# Who proves that no privilege is needed: whoever runs this, but not root.
suite_user() {
  local user
  user=$(id -u)
  if [ "$user" = 0 ]; then echo 10000; else echo "$user"; fi
}

# Puts the built tests and hermesctl where any user may run them. Sets `stage`.
stage_tests() { # BUILD_DIRECTORY
  stage=$(mktemp -d /tmp/hermes-s6-tests.XXXXXX)
  chmod 755 "$stage"
  mkdir "$stage/results"
  chmod 777 "$stage/results"
  cp "$1/hermes-s6PackageTests.xctest" "$1/hermesctl" "$stage/"
}

unstage_tests() { rm -rf "$stage"; }

# Starts a group of suites in the background, as the unprivileged user or as root.
start_suites() { # NAME USER ARGUMENTS...
  local name=$1 user=$2 become=()
  shift 2
  [ "$user" = "$(id -u)" ] || become=(setpriv --reuid "$user" --regid "$user" --clear-groups)
  # The suites bound themselves; this is for what no suite can bound.
  "${become[@]}" env HOME=/nonexistent TMPDIR=/tmp timeout -k 10 "${SUITE_SECONDS:-900}" \
    "$stage/hermes-s6PackageTests.xctest" --testing-library swift-testing \
    --xunit-output "$stage/results/$name.xml" "$@" >"$stage/results/$name.log" 2>&1 &
  pids[$name]=$!
}

# Waits for what was started, and counts it.
declare -A pids=()
await_suites() {
  local name file
  for name in "${!pids[@]}"; do
    wait "${pids[$name]}" || true  # the results say how it went
    file=$stage/results/$name.xml
    if [ -s "$file" ]; then
      count_suite "$name" "$file"
    else
      failed=$((failed + 1))
      failures+=("$part: $name: ended without results")
    fi
    if grep -qE '✘|ERROR: |WARNING: ThreadSanitizer' "$stage/results/$name.log" || [ ! -s "$file" ]; then
      say "FAILED: $name"
      grep -E -A 4 'recorded an issue|ERROR: |WARNING: ThreadSanitizer|Fatal' "$stage/results/$name.log" | head -n 80 || true
      [ -s "$file" ] || tail -n 30 "$stage/results/$name.log"
    fi
  done
  pids=()
}

count_suite() { # NAME XML
  local tests failures_here skips_here reason
  tests=$(sed -n 's/.*<testsuite .* tests="\([0-9]*\)".*/\1/p' "$2")
  skips_here=$(grep -c '<skipped' "$2" || true)
  failures_here=$(awk '/<testcase/ { f = 0 } /<failure/ && !f { f = 1; n++ } END { print n + 0 }' "$2")
  passed=$((passed + tests - failures_here))
  failed=$((failed + failures_here))
  [ "$failures_here" = 0 ] || failures+=("$part: $1: $failures_here")
  if [ "$skips_here" -gt 0 ]; then
    skipped=$((skipped + skips_here))
    reason=$(sed -n 's/.*<skipped>\(.*\)<\/skipped>.*/\1/p' "$2" | sort | uniq -c | sed 's/^ *//' | paste -sd ';')
    skips+=("$part: $1: $reason")
  fi
  # A sanitizer speaks without failing a test.
  if grep -qE 'ERROR: (Address|Leak)Sanitizer|WARNING: ThreadSanitizer' "${2%.xml}.log"; then
    failed=$((failed + 1))
    failures+=("$part: $1: the sanitizer found something")
  fi
}

# The suites under a sanitizer, as a part of the run.
run_sanitized() { # address|thread
  local user
  begin "$1 sanitizer"
  quietly swift build --build-tests --sanitize "$1" --scratch-path ".build/$1"
  stage_tests ".build/$1/debug"
  user=$(suite_user)
  # Descriptor limits and injected faults are for the real thing: a sanitizer has files and calls of its own.
  start_suites "$1" "$user" --filter 'ProtocolTests|HermesCommandsTests|LiveTests' --skip FaultTests
  await_suites
  unstage_tests
}
