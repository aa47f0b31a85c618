# A /run that everybody can write, as a cluster's emptyDir is: it is root's alone before anything of root's is laid there.
# shellcheck shell=bash disable=SC2154,SC2016
. Tests/Containers/restrictions.sh

start --tmpfs /run:exec,mode=1777
ready
expect 755 "$(as root stat -c %a /run)"
expect_no_problem
expect_bridge
expect_end

new_volume
chown 10000 "$volume"
run -v "$volume:/run" -- true
expect 1 "$code"
expect_in "/run: is user 10000's" "$output"
