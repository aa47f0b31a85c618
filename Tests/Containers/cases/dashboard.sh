# The dashboard: off, on, killed, and capped when it crashes too often.
# shellcheck shell=bash disable=SC2154,SC2016

start
ready
ends 0 hermes hermesctl wait down dashboard --timeout 10
expect false "$(as hermes hermesctl status -o wantedup dashboard)" "off"
stop

start -e HERMES_DASHBOARD=1 -e HERMES_DASHBOARD_CRASH_CAP='3 60'
ready
ends 0 hermes hermesctl wait up dashboard --timeout 10
pid=$(as hermes hermesctl status -o pid dashboard)
expect hermes "$(as root stat -c %U "/proc/$pid")" "who runs it"
kill_now "$pid"
ends 0 hermes hermesctl wait up dashboard --timeout 10
[ "$(as hermes hermesctl status -o pid dashboard)" != "$pid" ] || ends 0 hermes hermesctl wait restarted dashboard --timeout 10
ends 0 hermes hermesctl stop dashboard --timeout 20
ends 0 hermes hermesctl start dashboard --timeout 20
as hermes sh -c ': >/opt/data/dashboard-crashes'
ends 0 hermes hermesctl signal TERM dashboard
for ((n = 0; n < 200; n++)); do
  [ "$(as hermes hermesctl status -o wantedup dashboard)" = true ] || break
  sleep 0.1
done
expect false "$(as hermes hermesctl status -o wantedup dashboard)" "capped"
expect_in "dashboard: stays down: 3 deaths in" "$("$engine" logs "$name" 2>&1)"
as hermes rm /opt/data/dashboard-crashes
ends 0 hermes hermesctl start dashboard --timeout 20

# A container that is the dashboard has no gateways, whatever is wanted of those of the volume.
new_volume
mkdir -p "$volume/profiles/a"
: >"$volume/profiles/a/SOUL.md"
echo '{"desired_state":"running"}' >"$volume/profiles/a/gateway_state.json"
start -v "$volume:/opt/data" -- dashboard
for ((n = 0; n < 200; n++)); do
  ! "$engine" logs "$name" 2>&1 | grep -q 'reconcile: skipping (dashboard container' || break
  sleep 0.1
done
expect_in "reconcile: skipping (dashboard container" "$("$engine" logs "$name" 2>&1)"
ends 0 hermes hermesctl gateway list
expect "" "$(as hermes hermesctl gateway list)"
ends 0 hermes hermesctl health
start --init -v "$volume:/opt/data" -- hermes dashboard
ready
expect "" "$(as hermes hermesctl gateway list)" "gateways of a dashboard's container under --init"
