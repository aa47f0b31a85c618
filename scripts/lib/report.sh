# Counts what passed, failed and was skipped, part by part, and how long each took. Sourced after common.sh.
# shellcheck shell=bash

passed=0 failed=0 skipped=0
part='' part_start=0
times=()
failures=()
skips=()

begin() { # NAME
  finish_part
  part=$1 part_start=$SECONDS
  say "== $part"
}

finish_part() {
  [ -n "$part" ] || return 0
  times+=("$(printf '%5d s  %s' $((SECONDS - part_start)) "$part")")
  part=
}

# Runs a command as one case of the part, silently unless it fails.
check() { # WHAT COMMAND...
  local what=$1 log code
  shift
  log=$(mktemp)
  # Not as a condition: there a function would go on after a command of its own has failed.
  set +e
  (
    set -e
    "$@"
  ) >"$log" 2>&1
  code=$?
  set -e
  if [ "$code" = 0 ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    failures+=("$part: $what")
    say "FAILED: $what"
    tail -n 60 "$log"
  fi
  rm -f "$log"
}

# Runs a command with each of some words as a case of the part, several at a time.
check_each() { # HOW_MANY WHAT COMMAND... -- WORDS...
  local at_once=$1 what=$2 command=() logs word code
  shift 2
  while [ "$1" != -- ]; do command+=("$1") && shift; done
  shift
  logs=$(mktemp -d)
  # shellcheck disable=SC2016  # the inner shell's
  printf '%s\n' "$@" | xargs -P "$at_once" -I '{}' \
    sh -c 'word=$1 logs=$2; shift 2; "$@" "$word" >"$logs/$word" 2>&1; echo $? >"$logs/$word.code"' sh '{}' "$logs" "${command[@]}" || true
  for word; do
    code=$(cat "$logs/$word.code" 2>/dev/null || echo none)
    if [ "$code" = 0 ]; then
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
      failures+=("$part: $what: $word")
      say "FAILED: $what: $word (code $code)"
      tail -n 60 "$logs/$word" || true
    fi
  done
  rm -rf "$logs"
}

skip() { # WHAT REASON
  skipped=$((skipped + 1))
  skips+=("$part: $1: $2")
}

# The end of a run: the times, what failed, what was skipped and why, and the line that says it all.
summarize() {
  finish_part
  say ''
  printf '%s\n' "${times[@]}"
  printf '%5d s  in all\n' "$SECONDS"
  [ ${#skips[@]} = 0 ] || printf 'skipped: %s\n' "${skips[@]}"
  [ ${#failures[@]} = 0 ] || printf 'failed: %s\n' "${failures[@]}"
  if [ "${CI:-}" = true ] && [ "$(id -u)" = 0 ] && [ "$skipped" -gt 0 ]; then
    say "as root with CI=true nothing may be skipped"
    failed=$((failed + skipped)) skipped=0
  fi
  say "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ]
}

# A script with a report of its own, which is added to ours.
nested() { # NAME SCRIPT
  local results more_passed more_failed more_skipped
  begin "$1"
  results=$(mktemp)
  "$2" nested "$results" || failures+=("$1, see above")
  read -r more_passed more_failed more_skipped <"$results" || more_passed=0 more_failed=1 more_skipped=0  # it broke off
  passed=$((passed + more_passed)) failed=$((failed + more_failed)) skipped=$((skipped + more_skipped))
  rm -f "$results"
}
