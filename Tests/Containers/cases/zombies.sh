# What a gateway leaves behind is ended and reaped.
# shellcheck shell=bash disable=SC2154,SC2016

start
ready
add_profile work child
ends 0 hermes hermesctl gateway start -p work
for n in {1..5}; do as hermes sh -c '(sleep 0 &) & :'; done
kill_now "$(pid_of work)"
ready
ends 0 hermes hermesctl gateway retire -p work --kill-after 2
zombies() { as root sh -c 'echo looked; grep -lE "^State:.Z" /proc/[0-9]*/status 2>/dev/null || :'; }
for ((n = 0; n < 100; n++)); do
  [ "$(zombies)" != looked ] || break
  sleep 0.1
done
expect looked "$(zombies)" "zombies"
