# What the scripts share. Sourced, from the root of the repository.
# shellcheck shell=bash

say() { printf '%s\n' "$*"; }

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# The features of Package.swift, for what is compiled without it.
# shellcheck disable=SC2034  # used by those who source this
SWIFT_FEATURES=(
  -enable-experimental-feature SafeInteropWrappers -enable-upcoming-feature InternalImportsByDefault
  -enable-upcoming-feature MemberImportVisibility -enable-upcoming-feature ExistentialAny
)

# The README's code in a language.
readme_code() { # LANGUAGE
  awk -v fence="\`\`\`$1" '$0 == fence { on = 1; next } /^```/ { on = 0 } on' README.md
}

# Two statuses that real supervisors wrote, for a fuzzer to begin with.
seed_status() {
  printf '\x40\x00\x00\x00\x6b\x00\xfe\x2e\x19\x97\x0b\xb1\x40\x00\x00\x00\x6b\x00\xfe\x2e\x19\x7d\xb5\x7f\x00\x00\x00\x00\x00\x00\x6f\x28\x00\x00\x04' >"$1/short"
  printf '\x40\x00\x00\x00\x6b\x00\xfe\x2e\x1a\x00\x50\x1f\x40\x00\x00\x00\x6b\x00\xfe\x2e\x19\xc0\x84\x46\x00\x00\x00\x00\x00\x00\x6f\x2a\x00\x00\x00\x00\x00\x00\x6f\x2a\x00\x00\x04' >"$1/long"
}

# Runs a command, and shows what it said only if it failed.
quietly() {
  local log
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    die "failed: $*"
  fi
  rm -f "$log"
}

# Makes a directory for trees that are measured, and prints it: in memory, as /run is, since the journal of a disk holds
# up whoever replaces a file there, for a quarter of a second at times.
make_measuring_place() { # NAME
  local parent=/tmp
  if [ "$(stat -fc %T /dev/shm)" = tmpfs ] && ! findmnt -nro OPTIONS -T /dev/shm | grep -qw noexec; then
    parent=/dev/shm
  fi
  mktemp -d "$parent/hermes-s6-$1.XXXXXX"
}

# Builds the program of the figures. SwiftPM sees files that are new in a package beside it only if it plans anew.
build_figures() {
  touch Benchmarks/Package.swift
  quietly swift build --package-path Benchmarks --scratch-path .build/benchmarks -c release --product figures
}

# Builds the harness as it is shipped, and the least C program beside it, into .build/out; or the gate.
build_bench() { # [PRODUCTS...]
  local product
  [ $# -gt 0 ] || set -- hermes-bench
  mkdir -p .build/out
  touch Benchmarks/Package.swift
  for product; do
    quietly swift build --package-path Benchmarks --scratch-path .build/bench-static -c release --product "$product" \
      -Xswiftc -static-executable -Xlinker -s
    cp ".build/bench-static/release/$product" .build/out/
  done
  quietly clang -O2 -std=gnu17 -static -s -I Benchmarks/Sources/CFloor/include Benchmarks/c-status.c \
    Benchmarks/Sources/CFloor/floor.c -o .build/out/c-status
}
