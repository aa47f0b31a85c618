# A tree of the unprivileged user, below $base, for programs that are not tests of the package. Sourced after suites.sh.
# shellcheck shell=bash disable=SC2154  # base: those who source this have made it

tree='' user=$(suite_user) become=()
[ "$user" = "$(id -u)" ] || become=(setpriv --reuid "$user" --regid "$user" --clear-groups)

service() { # DIRECTORY SCRIPT
  mkdir -p "$1"
  printf '#!/bin/sh\n%s\n' "$2" >"$1/run"
  chmod 755 "$1/run"
}

# A tree with two services, templates, and Hermes' home with two profiles, of the unprivileged user.
start_tree() {
  mkdir -p "$base/live/scan" "$base/live/bin" "$base/live/home/profiles/work" "$base/live/home/profiles/play"
  touch "$base"/live/home/profiles/{work,play}/SOUL.md
  cp .build/out/hermesctl Tests/StandIn/hermes "$base/live/bin/"
  service "$base/live/scan/web" 'echo >&3; exec sleep 1000000'
  echo 3 >"$base/live/scan/web/notification-fd"
  service "$base/live/scan/deaf" 'trap "" TERM; : >trapped; while :; do sleep 0.1; done'
  service "$base/live/templates/plain" 'exec sleep 1000000'
  [ ${#become[@]} = 0 ] || chown -R "$user:$user" "$base/live"
  "${become[@]}" env PATH="$base/live/bin:$PATH" HERMES_HOME="$base/live/home" s6-svscan "$base/live/scan" \
    >"$base/log" 2>&1 &
  tree=$!
  local count
  for count in {1..1000}; do
    # Not s6-svok: what is read by it is there before the first status is.
    ! s6-svstat "$base/live/scan/web" >/dev/null 2>&1 || [ ! -e "$base/live/scan/deaf/trapped" ] || return 0
    sleep 0.02
  done
  die "the tree does not come up after $count looks: $(cat "$base/log")"
}

end_tree() {
  [ -n "$tree" ] || return 0
  kill -TERM "$tree" 2>/dev/null || true
  # The deaf one does not end by itself.
  s6-svc -k "$base/live/scan/deaf" 2>/dev/null || true
  wait "$tree" 2>/dev/null || true
  tree=
}
