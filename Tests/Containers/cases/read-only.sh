# A root file system that nobody can write.
# shellcheck shell=bash disable=SC2154,SC2016
. Tests/Containers/restrictions.sh

start --read-only --tmpfs /run:exec,mode=755 --tmpfs /tmp -e S6_READ_ONLY_ROOT=1
ready
expect_helper 0
expect_bridge
expect_gateways
expect_end
