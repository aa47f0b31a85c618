# A /run on which nothing can be executed, as docker mounts it for --tmpfs: refused, with what helps.
# shellcheck shell=bash disable=SC2154,SC2016

run --tmpfs /run:noexec -- true
expect 1 "$code"
expect_in "/run: is mounted noexec" "$output"
expect_in "--tmpfs /run:exec" "$output"
