# A PATH with a directory of hermes' in it, as images of Hermes have it: it is the command's and the gateways', and root's is another.
# shellcheck shell=bash disable=SC2154,SC2016

new_volume
start -v "$volume:/opt/data" -e HERMES_DASHBOARD=1 \
  -e PATH=/opt/data/.local/bin:/opt/hermes/bin:/command:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
ready
as hermes sh -c 'mkdir -p /opt/data/.local/bin && cd /opt/data/.local/bin && : >../ran && chmod 666 ../ran &&
  for name in hermesctl id sh env s6-setuidgid usermod groupmod mkdir rm timeout sleep cat perm-grant; do
    path=$(PATH=/command:/usr/sbin:/usr/bin command -v $name) || continue
    printf "#!/bin/dash\necho $name \$(/usr/bin/id -u) >>/opt/data/.local/ran\nexec $path \"\$@\"\n" >$name && chmod 755 $name
  done'
add_profile work
ends 0 hermes hermesctl gateway start -p work
timeout -k 5 60 "$engine" restart -t 20 "$name" >/dev/null
ready
expect "" "$(grep -w 0 "$volume/.local/ran" || :)" "what root has run of hermes'"
# But hermes has: its PATH is its own.
as hermes hermesctl gateway restart -p work
expect_in "10000" "$(<"$volume/.local/ran")"
expect_in "/opt/data/.local/bin" "$(as hermes sh -c "tr '\\0' '\\n' </proc/$(pid_of work)/environ | grep ^PATH=")"
