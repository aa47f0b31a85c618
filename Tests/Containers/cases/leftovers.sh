# What a container has left behind keeps it from nothing when it is started again: a tree that nobody can scan, a home with faults.
# shellcheck shell=bash disable=SC2154,SC2016

start
ready
add_profile work
ends 0 hermes hermesctl gateway start -p work
as hermes sh -c 'cd /run/hermes/service && mv .s6-svscan .gone && : >.s6-svscan && mkdir -m 0 closed && ln -s /nowhere gateway-x'
as hermes sh -c 'cd /opt/data && rm -r platforms && mkdir -m 0 platforms'
timeout -k 5 60 "$engine" restart -t 20 "$name" >/dev/null
ready
expect true "$(as hermes hermesctl status -o up gateway-work)"
ends 1 root test -e /run/hermes/service/closed
expect service "$(as root ls /run/hermes)" "what is left"

# The same without the capability to go into what hermes has closed.
stop
start --cap-drop=ALL --cap-add=SETUID,SETGID,KILL
ready
for n in 1 2; do
  timeout -k 5 60 "$engine" restart -t 20 "$name" >/dev/null
  ready
done
expect service "$(as root ls /run/hermes)" "what is left, without capabilities, of start $n"

# What 01-hermes-setup refuses, no other has its part in.
new_volume
run -v "$volume:/opt/data" -e PUID=abc -- true
expect 1 "$code"
[[ $output != *'[supervise-perms]'* && $output != *reconcile:* ]] || fail "the boot went on: $output"
expect "" "$(ls -A "$volume")" "what a refused boot has left"
