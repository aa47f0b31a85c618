# Root is nobody on the host.
# shellcheck shell=bash disable=SC2154,SC2016
. Tests/Containers/restrictions.sh

start --uidmap 0:100000:65536 --gidmap 0:100000:65536
ready
expect_helper 0
expect_bridge
expect_gateways
expect_end
