#!/bin/sh
# Hermes' account and home, before anything of Hermes runs. As root, from cont-init; or as hermes, where the container was started so.
set -u
. /opt/hermes/docker/path.sh

as_hermes() {
  if [ "$(id -u)" -eq 0 ]; then s6-setuidgid hermes "$@"; else "$@"; fi
}

hermesctl container guard || exit 1
if [ "$(id -u)" -eq 0 ]; then
  hermesctl container account || exit 1
  # A volume on which root may give nothing away, as without CAP_CHOWN, may be hermes' all the same.
  /usr/libexec/hermes-s6/perm-grant home || echo "stage2: warning: ${HERMES_HOME:-/opt/data} is not all hermes': see above" >&2
fi
as_hermes hermesctl container seed || exit 1
if [ -n "${HERMES_SKILLS_SYNC-}" ]; then
  # It may ask somebody who does not answer.
  as_hermes env PATH="$HERMES_PATH" HOME=/opt/data /usr/bin/timeout -k 5 "${HERMES_SKILLS_SYNC_TIMEOUT:-300}" \
    /bin/sh -c "$HERMES_SKILLS_SYNC" || echo "stage2: warning: HERMES_SKILLS_SYNC: ended with $?" >&2
fi
