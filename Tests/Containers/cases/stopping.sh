# A stop: every gateway is told, one of them does not listen, and all is over within the grace that docker gives.
# shellcheck shell=bash disable=SC2154,SC2016

new_volume
start -v "$volume:/opt/data"
ready
for profile in a b c; do add_profile "$profile"; done
add_profile deaf deaf
for profile in a b c deaf; do ends 0 hermes hermesctl gateway start -p "$profile"; done
for profile in a b c deaf; do settled "$profile"; done
stop 20
[ "$took" -lt 15 ] || fail "the stop took $took s"
[ "$(code_of)" != 137 ] || fail "the engine had to kill it"
said=$("$engine" logs "$name" 2>&1)
for profile in a b c; do
  expect_in "gateway $profile: exits 1, unplanned SIGTERM" "$said"
  expect_in '"phase":"exited"' "$(<"$volume/profiles/$profile/state/gateway.lifecycle.json")"
done
expect_in '"phase":"running"' "$(<"$volume/profiles/deaf/state/gateway.lifecycle.json")"  # killed
# All of them are wanted, and run in the next container.
start -v "$volume:/opt/data"
ready
expect "true true true true" "$(as hermes hermesctl status -o up gateway-a gateway-b gateway-c gateway-deaf | paste -sd ' ')"
expect 3 "$(as hermes grep -c 'profile=[abc] .*prior_exit=clean' /opt/data/logs/container-boot.log)"
expect 1 "$(as hermes grep -c 'profile=deaf .*prior_exit=unclean' /opt/data/logs/container-boot.log)"
stop

# Services of root's own that do not end when they are told keep no container, whether it is stopped or its command ends.
start -e HERMES_DASHBOARD=1 -v "$volume:/opt/data" -- sh -c 'until [ -e /opt/data/end ]; do sleep 0.1; done; exit 7'
ready
as hermes sh -c ': >/opt/data/dashboard-deaf'
ends 0 hermes hermesctl restart dashboard --timeout 20
as hermes sh -c ': >/opt/data/end'
[ "$(timeout -k 5 20 "$engine" wait "$name")" = 7 ] || fail "it did not end with its command"
