# Under another process 1: gateways are supervised beside the command, in hermes' own tree, and told when it ends.
# shellcheck shell=bash disable=SC2154,SC2016
. Tests/Containers/restrictions.sh

new_volume
start --init -v "$volume:/opt/data" -- sleep infinity
ready
expect_in "not PID 1" "$("$engine" logs "$name" 2>&1)"
expect_gateways
[[ $(as hermes hermesctl doctor 2>&1) != *'not on the PATH'* ]] || fail "doctor does not find what gateways find"
add_profile kept
ends 0 hermes hermesctl gateway start -p kept
expect hermes "$(as root stat -c %U "/proc/$(pid_of kept)")"
# The tree is killed, and comes back.
as hermes sh -c 'for p in /proc/[0-9]*; do [ "$(cat $p/comm)" != s6-svscan ] || kill -9 ${p#/proc/}; done'
for ((n = 0; n < 100; n++)); do
  ! "$engine" logs "$name" 2>&1 | grep -q 'it is started again' || break
  sleep 0.1
done
ready
ends 0 hermes hermesctl wait up gateway-kept --timeout 20
settled kept
expect_end
expect 143 "$(code_of)"
expect_in '"phase":"exited"' "$(<"$volume/profiles/kept/state/gateway.lifecycle.json")"
run --init -- exit 7
expect 7 "$code"
