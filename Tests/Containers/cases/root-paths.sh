# Nothing that root reads, opens, executes or goes through can be written by hermes: doctor says so, and so does a look of our own.
# shellcheck shell=bash disable=SC2154,SC2016

new_volume
start -v "$volume:/opt/data" -e HERMES_DASHBOARD=1
ready
add_profile work
ends 0 hermes hermesctl gateway start -p work
expect_no_problem
# All that hermes can write, but for its home, its own tree, what is everybody's, and the kernel's; and the socket of s6-rc, which
# asks who is there, and takes root alone.
writable=$(as hermes find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /opt/data -o -path /run/hermes/service -o -path /tmp \
  -o -path /var/tmp -o -path /run/lock -o -path '*/s6rc-oneshot-runner/s' \) -prune -o ! -type l -writable -print 2>/dev/null || true)
expect "/run/hermes-s6/broker/sock" "$writable" "what hermes can write"
# And what root's processes have open, or run, is none of it.
held=$(as root sh -c 'for p in /proc/[0-9]*; do
  [ "$(stat -c %u "$p" 2>/dev/null)" = 0 ] || continue
  readlink "$p/exe" "$p/cwd" "$p/root"
  for f in "$p"/fd/*; do readlink "$f"; done
done 2>/dev/null | grep -E "^/(opt/data|run/hermes/|tmp|var/tmp)" || true')
expect "" "$held" "what root holds of hermes'"
for path in /run/service /run/s6-rc/servicedirs /run/hermes /run/s6 /etc/cont-init.d /opt/hermes; do
  as hermes sh -c ": >$path/x || mkdir $path/y || mv $path $path-z" 2>/dev/null && fail "hermes changes $path"
done
ends 0 root /usr/libexec/hermes-s6/perm-grant services --check
# An image that gives /opt/hermes away gives root away: doctor says so.
as root chown hermes /opt/hermes/docker
ends 1 root hermesctl doctor
expect_in "/opt/hermes/docker" "$(as root hermesctl doctor 2>&1 || :)"
