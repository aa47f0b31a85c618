# What a gateway says is in the container's log, and with the time in its own.
# shellcheck shell=bash disable=SC2154,SC2016

start
ready
add_profile work
ends 0 hermes hermesctl gateway start -p work
pid=$(pid_of work)
for ((n = 0; n < 100; n++)); do
  ! "$engine" logs "$name" 2>&1 | grep -q "^gateway work: runs as $pid" || break
  sleep 0.1
done
expect_in "gateway work: runs as $pid" "$("$engine" logs "$name" 2>&1)"
[[ $(as hermes tail -n 1 /opt/data/logs/gateways/work/current) =~ ^[0-9]{4}-.*gateway\ work:\ runs\ as\ $pid$ ]] || fail "no time in the log"
expect_in "runs as $pid" "$(as hermes hermesctl logs work)"
# The broker's decisions are there as well.
ends 0 hermes hermesctl restart main-hermes --timeout 20
expect_in "service=main-hermes verb=restart code=0" "$("$engine" logs "$name" 2>&1)"
