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
stop

# One of root's own group makes hermes no member of that: s6 lets it write where root tells of events.
chown 0:0 "$volume/docker.sock"
start -v "$volume/docker.sock:/var/run/docker.sock"
ready
expect_in "has the group of root" "$("$engine" logs "$name" 2>&1)"
expect 10000 "$(as root s6-setuidgid hermes id -G)"
