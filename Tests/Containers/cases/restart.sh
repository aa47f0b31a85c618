# What ran runs again after a restart of the container, and after another container has taken the volume; what was stopped stays down.
# shellcheck shell=bash disable=SC2154,SC2016

new_volume
start -v "$volume:/opt/data"
ready
for profile in work play idle; do
  add_profile "$profile"
  ends 0 hermes hermesctl gateway start -p "$profile"
done
ends 0 hermes hermesctl gateway stop -p idle
expect_up() {
  expect "true true false" "$(as hermes hermesctl status -o up gateway-work gateway-play gateway-idle | paste -sd ' ')" "$1"
}
expect_up "before"
for profile in work play; do settled "$profile"; done
timeout -k 5 60 "$engine" restart -t 20 "$name" >/dev/null
ready
expect_up "after a restart"
# It was ended in order: the gateways were told, and not killed.
expect 2 "$(as hermes grep -c 'profile=\(work\|play\) prior_state=running action=started prior_exit=clean' /opt/data/logs/container-boot.log)"

stop
"$engine" rm "$name" >/dev/null
start -v "$volume:/opt/data"
ready
expect_up "in another container"
stop

# Killed without a word: what is wanted is wanted all the same.
start -v "$volume:/opt/data"
ready
timeout -k 5 60 "$engine" kill -s KILL "$name" >/dev/null
"$engine" rm -f "$name" >/dev/null
start -v "$volume:/opt/data"
ready
expect_up "after a kill"
