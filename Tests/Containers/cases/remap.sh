# Hermes has the numbers of the volume's files, also low ones that Debian gives to others; then the whole life of a gateway.
# shellcheck shell=bash disable=SC2154,SC2016

new_volume
mkdir -p "$volume/profiles/old"
: >"$volume/profiles/old/SOUL.md"
chown -R 99:100 "$volume"
start -v "$volume:/opt/data" -e PUID=99 -e PGID=100
ready
expect "99 100" "$(as hermes sh -c 'echo $(id -u) $(id -g)')"
for profile in old new; do
  [ "$profile" = old ] || add_profile new
  ends 0 hermes hermesctl gateway start -p "$profile"
  ends 0 hermes hermesctl gateway restart -p "$profile"
  ends 0 hermes hermesctl gateway stop -p "$profile"
  ends 0 hermes hermesctl gateway retire -p "$profile"
done
expect "99:100" "$(stat -c %u:%g "$volume/logs/gateways/new/current")" "the log's owner"
ends 0 hermes hermesctl restart dashboard --no-wait
expect "" "$(find "$volume" ! -user 99)" "files of others"
stop

# HERMES_UID goes before PUID; what was 99's becomes its, and other mounts' files stay.
start -v "$volume:/opt/data" -e HERMES_UID=4321 -e PUID=99
ready
expect 4321 "$(as hermes id -u)"
expect "" "$(find "$volume" ! -user 4321)" "files of others after another number"
stop

# What cannot be had ends the container, with the reason.
for wrong in PUID=abc PUID=0 PUID=65535 HERMES_GID=65400 HERMES_UID=1; do
  run -e "$wrong" -- true
  [ "$code" != 0 ] || fail "$wrong was taken"
  expect_in "${wrong#*=}" "$output"
done
