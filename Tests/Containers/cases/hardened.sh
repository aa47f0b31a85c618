# All of it at once, as a cluster's policy asks for it.
# shellcheck shell=bash disable=SC2154,SC2016
. Tests/Containers/restrictions.sh

new_volume
chown 10000:10000 "$volume"
start --security-opt no-new-privileges --cap-drop=ALL --cap-add=SETUID,SETGID,KILL --read-only --tmpfs /run:exec,mode=755 --tmpfs /tmp \
  -e S6_READ_ONLY_ROOT=1 -v "$volume:/opt/data"
ready
expect_helper 126
expect_bridge
expect_gateways
expect_end
