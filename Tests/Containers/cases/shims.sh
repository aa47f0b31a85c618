# What old templates and `docker exec` call.
# shellcheck shell=bash disable=SC2154,SC2016

run --entrypoint /usr/bin/tini -- -g -s -- /opt/hermes/docker/entrypoint.sh exit 6
expect 6 "$code"
start
ready
# Root's hermes is hermes', and leaves no file of root's.
expect "program:status" "$(as root hermes status)"
as root hermes exit 0
ends 0 root sh -c '[ "$(HERMES_DOCKER_EXEC_AS_ROOT=1 hermes who)" = program:who ]'
as root mv /opt/hermes/.venv/bin/hermes /opt/hermes/.venv/bin/gone
ends 127 hermes hermes status
as root mv /opt/hermes/.venv/bin/gone /opt/hermes/.venv/bin/hermes
ends 126 root env PATH=/usr/bin:/bin sh -c 'mv /command /command-away; mv /usr/bin/s6-setuidgid /tmp/; /opt/hermes/bin/hermes status; code=$?; mv /tmp/s6-setuidgid /usr/bin/; mv /command-away /command; exit $code'
# Scripts are text as it should be.
expect "" "$(as root sh -c 'grep -rlP "\r|^\xEF\xBB\xBF" /opt/hermes/docker /etc/cont-init.d /etc/s6-overlay || :')"
