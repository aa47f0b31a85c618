#!/bin/sh
# What this was called before there was an overlay.
exec /opt/hermes/docker/stage2-hook.sh "$@"
