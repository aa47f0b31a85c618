# No bit has any effect, and the broker is gone: one error, with the cause.
# shellcheck shell=bash disable=SC2154,SC2016
. Tests/Containers/restrictions.sh

start --security-opt no-new-privileges
ready
as root s6-svc -wD -d /run/service/perm-broker
as root rm /run/hermes-s6/broker/sock
ends 126 hermes hermesctl restart main-hermes --timeout 5
expect_in no_new_privs "$(as hermes hermesctl restart main-hermes --timeout 5 2>&1 || true)"
as root s6-svc -wu -u /run/service/perm-broker
expect_gateways
expect_end
