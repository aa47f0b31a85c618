# hermes' s6-svscan is killed over twenty gateways: each is told to end, none runs twice, and all run again.
# shellcheck shell=bash disable=SC2154,SC2016

start
ready
for n in {1..20}; do add_profile "p$n"; done
ends 0 hermes hermesctl reconcile
ends 0 hermes hermesctl gateway start --all --timeout 60
pids() { as hermes hermesctl gateway status --json | tr ',' '\n' | sed -n 's/.*"pid": *\([0-9][0-9]*\).*/\1/p' | sort -u; }
before=$(pids)
for n in {1..20}; do settled "p$n"; done
scanner=$(as hermes sh -c 'for p in /proc/[0-9]*; do [ "$(cat $p/comm)" != s6-svscan ] || [ $p = /proc/1 ] || echo ${p#/proc/}; done')
kill_now "$scanner"
# The tree comes back by itself, after its finish has ended what was left.
for ((n = 0; n < 300; n++)); do
  now=$(as hermes sh -c 'for p in /proc/[0-9]*; do [ "$(cat $p/comm 2>/dev/null)" != s6-svscan ] || [ $p = /proc/1 ] || echo ${p#/proc/}; done')
  [ -z "$now" ] || [ "$now" = "$scanner" ] || break
  sleep 0.1
done
ready
mapfile -t slots < <(as hermes hermesctl gateway list | sed 's/^/gateway-/')
ends 0 hermes hermesctl wait up "${slots[@]}" --timeout 30
for profile in default p{1..20}; do settled "$profile"; done
expect 21 "$(as root sh -c 'cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\0" " " | grep -o "bin/gateway [^/]*gateway run" | wc -l')" "gateways that run"
for profile in default p{1..20}; do
  home=/opt/data/profiles/$profile
  [ "$profile" != default ] || home=/opt/data
  expect_in '"phase":"running"' "$(as hermes cat "$home/state/gateway.lifecycle.json")"
done
# Each of them was told: the stand-in says so when it ends.
expect 21 "$("$engine" logs "$name" 2>&1 | grep -c 'unplanned SIGTERM')" "gateways that were told to end"
for pid in $before; do ends 1 root test -e "/proc/$pid"; done
