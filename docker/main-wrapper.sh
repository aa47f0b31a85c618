#!/bin/sh
# Becomes what the container is to run, as hermes, with the environment that the container was given.
set -u
. /opt/hermes/docker/path.sh

kept=/run/s6/container_environment
if [ -z "${HERMES_HOME-}" ] && [ -d "$kept" ]; then
  # s6-overlay runs the command with next to nothing. What it kept may not have the variable either: it is set, or this never ends.
  # shellcheck disable=SC2016  # the inner shell's
  exec /command/with-contenv /bin/sh -c 'export HERMES_HOME="${HERMES_HOME:-/opt/data}"; exec "$0" "$@"' "$0" "$@"
fi
export HERMES_HOME="${HERMES_HOME:-/opt/data}" HOME=/opt/data
hermesctl container guard || exit 1
if [ "$(id -u)" -eq 0 ]; then exec s6-setuidgid hermes hermesctl container run -- "$@"; fi
exec hermesctl container run -- "$@"
