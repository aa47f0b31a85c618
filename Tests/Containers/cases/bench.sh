# What hermesctl bench measures with is gone again, also when it is interrupted.
# shellcheck shell=bash disable=SC2154,SC2016

start
ready
said=$(as hermes hermesctl bench 2) || fail "bench: $said"
for operation in status stop "stop again" start restart add remove; do expect_in "$operation"$'\n' "$said"; done
nothing_left() {
  expect "" "$(as hermes hermesctl list | grep bench || true)" "slots that are left"
  expect "" "$(as root find /tmp /run/hermes -name '*hermes-bench*')" "files that are left"
}
nothing_left
ends 124 hermes timeout -s TERM 2 hermesctl bench 10000
nothing_left
ends 100 hermes hermesctl bench 0

# As root it is the tree's owner; in root's own tree nothing is run, or written, where hermes says.
as hermes sh -c 'mkdir /opt/data/evil && for tool in s6-svc s6-svstat rm; do
  printf "#!/bin/sh\nid -u >>/opt/data/evil/ran\n" >"/opt/data/evil/$tool"; chmod 755 "/opt/data/evil/$tool"; done'
said=$(as root hermesctl bench 1) || fail "bench as root: $said"
nothing_left
said=$(as root env PATH="/opt/data/evil:/usr/bin:/bin" TMPDIR=/opt/data/evil hermesctl bench 1 --scandir /run/service) || fail "bench of root's: $said"
ends 1 root test -e /opt/data/evil/ran
nothing_left
