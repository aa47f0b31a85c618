# Sourced by all that root runs. What root runs, root alone may choose: a PATH with a directory of hermes' in it, as an image of Hermes may
# have, is for what runs as hermes.
# shellcheck shell=sh
export HERMES_PATH="${HERMES_PATH:-$PATH}" PATH=/command:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
