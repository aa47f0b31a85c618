# Nothing is restricted.
# shellcheck shell=bash disable=SC2154,SC2016
. Tests/Containers/restrictions.sh

start 
ready
expect_helper 0
expect_bridge
expect_gateways
expect_end
