# Where the host's engine is given to the container, hermes may use it.
# shellcheck shell=bash disable=SC2154,SC2016

new_volume
perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 1) or die' "$volume/docker.sock"
chown 0:4567 "$volume/docker.sock"
chmod 660 "$volume/docker.sock"
start -v "$volume/docker.sock:/var/run/docker.sock"
ready
expect_in 4567 "$(as root s6-setuidgid hermes id -G)"
ends 0 root s6-setuidgid hermes test -w /var/run/docker.sock
