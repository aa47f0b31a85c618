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

# Puts the built tests, hermesctl and the stand-in gateway where any user may run them. Sets `stage`.
stage_tests() { # BUILD_DIRECTORY
  stage=$(mktemp -d /tmp/hermes-s6-tests.XXXXXX)
  chmod 755 "$stage"
  mkdir "$stage/results"
  chmod 777 "$stage/results"
  cp "$1/hermes-s6PackageTests.xctest" "$1/hermesctl" "$1/perm-grant" "$1/adversary" Tests/StandIn/hermes "$stage/"
  # What carries a bit is tested as it is shipped.
  scripts/build-perm "$stage"
}

unstage_tests() { rm -rf "$stage"; }

# What the suites are started with, to be somewhere else than on this machine.
inside=()

# Starts a group of suites in the background, as the unprivileged user or as root.
start_suites() { # NAME USER ARGUMENTS...
  local name=$1 user=$2 become=()
  shift 2
  [ "$user" = "$(id -u)" ] || become=(setpriv --reuid "$user" --regid "$user" --clear-groups)
  set -m  # a process group for each, by which it can be ended
  (
    code=0
    # The suites bound themselves, each test from its turn on, for which only some begin at a time; this is for what no
    # suite can bound.
    "${inside[@]}" "${become[@]}" env HOME=/nonexistent TMPDIR=/tmp TZ=CET-1CEST,M3.5.0,M10.5.0/3 timeout -k 10 "${SUITE_SECONDS:-900}" \
      "$stage/hermes-s6PackageTests.xctest" --testing-library swift-testing --experimental-maximum-parallelization-width 4 \
      --xunit-output "$stage/results/$name.xml" "$@" >"$stage/results/$name.log" 2>&1 || code=$?
    echo "$code" >"$stage/results/$name.code"
  ) &
  pids[$name]=$!
  set +m
}

# Waits for what was started, and counts it.
declare -A pids=()
await_suites() {
  local name code
  for name in "${!pids[@]}"; do
    # bash forgets how a process ended once another has its number, and on a busy machine numbers come round.
    wait "${pids[$name]}" 2>/dev/null || true
    code=$(cat "$stage/results/$name.code" 2>/dev/null || echo 137)
    if ! count_suite "$name" "$code"; then
      say "FAILED: $name"
      grep -E -A 12 'recorded an issue|ERROR: |WARNING: ThreadSanitizer|Fatal' "$stage/results/$name.log" | head -n 80 || true
      tail -n 10 "$stage/results/$name.log"
    fi
  done
  pids=()
}

# What each group of suites did: passed, failed, skipped, and how many seconds it took.
declare -A suite_counts=()

# Adds up what a group of suites did, its exit code included: one that dies leaves no results. False if anything failed.
count_suite() { # NAME CODE
  local name=$1 code=$2 file=$stage/results/$1.xml log=$stage/results/$1.log tests failures_here skips_here reason seconds
  tests=$(sed -n 's/.*<testsuite .* tests="\([0-9]*\)".*/\1/p' "$file" 2>/dev/null || true)  # without those skipped
  skips_here=$(grep -c '<skipped' "$file" 2>/dev/null || true)
  if [ "$((${tests:-0} + ${skips_here:-0}))" = 0 ]; then
    failed=$((failed + 1))
    failures+=("$part: $name: ended without results, with code $code")
    suite_counts[$name]="0 1 0 0"
    return 1
  fi
  failures_here=$(awk '/<testcase/ { f = 0 } /<failure/ && !f { f = 1; n++ } END { print n + 0 }' "$file")
  # A sanitizer speaks, or a process ends in another way than it should, without a test's failing.
  if [ "$failures_here" = 0 ] && { [ "$code" != 0 ] ||
    grep -qE 'ERROR: (Address|Leak)Sanitizer|WARNING: ThreadSanitizer' "$log"; }; then
    failures+=("$part: $name: ended with code $code, or the sanitizer found something")
    tests=$((tests + 1))
    failures_here=1
  fi
  seconds=$(sed -n 's/.*<testsuite .* time="\([0-9]*\).*/\1/p' "$file")
  # shellcheck disable=SC2034  # for those who source this
  suite_counts[$name]="$((tests - failures_here)) $failures_here $skips_here ${seconds:-0}"
  passed=$((passed + tests - failures_here))
  failed=$((failed + failures_here))
  if [ "$skips_here" -gt 0 ]; then
    skipped=$((skipped + skips_here))
    reason=$(sed -n 's/.*<skipped>\(.*\)<\/skipped>.*/\1/p' "$file" | sort | uniq -c | sed 's/^ *//' | paste -sd ';')
    skips+=("$part: $name: $reason")
  fi
  [ "$failures_here" = 0 ] || failures+=("$part: $name: $failures_here")
  [ "$failures_here" = 0 ]
}

# The suites about gateways that need no tree.
PURE='JSONTests|StateTests|CrashCapTests|MultiplexTests|ReconcileTests|PlatformTests'

# The suites under a sanitizer, as a part of the run.
run_sanitized() { # address|thread
  local user
  begin "$1 sanitizer"
  quietly swift build --build-tests --sanitize "$1" --scratch-path ".build/$1"
  stage_tests ".build/$1/debug"
  user=$(suite_user)
  # Descriptor limits and injected faults are for the real thing: a sanitizer has files and calls of its own.
  start_suites "$1" "$user" --filter 'ProtocolTests|PermTests|HermesCommandsTests|LiveTests' --filter "$PURE" \
    --skip FaultTests
  start_suites "$1-async" "$user" --filter AsyncTests
  await_suites
  unstage_tests
}
