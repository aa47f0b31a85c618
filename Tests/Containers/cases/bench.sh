# What hermesctl bench measures with is gone again, also when it is interrupted.
# shellcheck shell=bash disable=SC2154,SC2016

start
ready
said=$(as hermes hermesctl bench 2) || fail "bench: $said"
for operation in status stop start restart add remove; do expect_in "$operation"$'\n' "$said"; done
nothing_left() {
  expect "" "$(as hermes hermesctl list | grep bench || true)" "slots that are left"
  expect "" "$(as root find /tmp /run/hermes -name '*hermes-bench*')" "files that are left"
}
nothing_left
ends 124 hermes timeout -s TERM 2 hermesctl bench 10000
nothing_left
ends 100 hermes hermesctl bench 0
