#!/bin/sh
# The container's first program. As process 1 it becomes s6-overlay's init; otherwise, as under `docker run --init`, s6-overlay
# cannot run: hermes' own tree runs beside the command then, and root's services do not run at all.
set -u
umask 022

. /opt/hermes/docker/path.sh

hermesctl container guard || exit 1
if [ "$$" -eq 1 ]; then exec /init /opt/hermes/docker/main-wrapper.sh "$@"; fi

cat >&2 <<'WARNING'
entrypoint: warning: not PID 1; s6-overlay cannot run here. Supervised services are unavailable, but for the gateways.
  to have them all, start the container without --init, and with this entrypoint
WARNING
export HERMES_GATEWAY_TREE=isolated
/opt/hermes/docker/stage2-hook.sh || exit 1

wrapper=/opt/hermes/docker/main-wrapper.sh
if ! hermesctl container tree >/dev/null; then
  echo "entrypoint: warning: no gateway is supervised: give hermes a /run of its own, such as a tmpfs with its uid" >&2
  export HERMES_GATEWAY_NO_SUPERVISE=1
  exec "$wrapper" "$@"
fi
[ "$(id -u)" -ne 0 ] || as_hermes='s6-setuidgid hermes'
# A dashboard has no gateways.
case ${1-} in hermes | */hermes) first=${2-} ;; *) first=${1-} ;; esac
# shellcheck disable=SC2086  # two words, or none
[ "$first" = dashboard ] || ${as_hermes-} hermesctl reconcile --boot || echo "entrypoint: warning: reconcile failed" >&2
# shellcheck disable=SC2086
exec ${as_hermes-} hermesctl tree with --kill-after "${HERMES_TREE_KILL_AFTER:-5}" /run/hermes/service -- "$wrapper" "$@"
