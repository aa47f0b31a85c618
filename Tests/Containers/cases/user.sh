# --user: hermes itself, with a /run of its own, and nobody else.
# shellcheck shell=bash disable=SC2154,SC2016
. Tests/Containers/restrictions.sh

run --user 1234:1234 -- true
expect 1 "$code"
for word in HERMES_UID HERMES_GID PUID PGID 10000; do expect_in "$word" "$output"; done

[ "$engine" = podman ] || exit 0  # only podman gives a tmpfs to whom it runs as
new_volume
chown 10000:10000 "$volume"
start --user 10000:10000 --mount type=tmpfs,destination=/run,tmpfs-mode=0755,U=true -v "$volume:/opt/data"
ready
expect_gateways
expect_end
