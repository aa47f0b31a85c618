# The capabilities that the boot needs, and no others: users are changed, and other users' processes signalled.
# shellcheck shell=bash disable=SC2154,SC2016
. Tests/Containers/restrictions.sh

start --cap-drop=ALL --cap-add=SETUID,SETGID,KILL
ready
expect_helper 0
expect_bridge
expect_gateways
expect_end
