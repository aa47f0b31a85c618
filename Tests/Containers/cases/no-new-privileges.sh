# No bit has any effect: the broker does it.
# shellcheck shell=bash disable=SC2154,SC2016
. Tests/Containers/restrictions.sh

start --security-opt no-new-privileges
ready
expect_helper 126
expect_bridge
expect_gateways
expect_end
