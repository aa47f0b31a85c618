# Hermes-agent's layout: slots are in root's own tree, and come and go with profiles.
# shellcheck shell=bash disable=SC2154,SC2016

start -e HERMES_GATEWAY_TREE=shared
ready
# Of root's s6-svscan hermes cannot ask whether it runs: the boot is over when the slot is there.
for ((n = 0; n < 300; n++)); do
  ! as hermes hermesctl gateway list | grep -q default || break
  sleep 0.1
done
expect_in "root-equivalent" "$("$engine" logs "$name" 2>&1)"
ends 1 root test -e /run/hermes
ends 0 root test -d /run/service/gateway-default
add_profile work
ends 0 hermes hermesctl hook profile-created work
ends 0 root test -d /run/service/gateway-work
ends 0 hermes hermesctl gateway start -p work
expect hermes "$(as root stat -c %U "/proc/$(pid_of work)")" "who runs the gateway"
ends 0 hermes hermesctl gateway restart -p work
kill_now "$(pid_of work)"
ready
ends 0 hermes hermesctl gateway stop -p work
as hermes rm -r /opt/data/profiles/work
ends 0 hermes hermesctl hook profile-deleted work
ends 1 root test -e /run/service/gateway-work
ends 1 hermes hermesctl doctor
expect_in "root" "$(as hermes hermesctl doctor 2>&1 || true)"
stop
[ "$took" -lt 15 ] || fail "the stop took $took s"
