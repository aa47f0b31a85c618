# What root has left in Hermes' home is repaired; links are not followed, and what root relies on stays root's.
# shellcheck shell=bash disable=SC2154,SC2016

new_volume
mkdir -p "$volume/profiles/work" "$volume/elsewhere" "$containers/outside.$$"
volumes+=("$containers/outside.$$")
: >"$volume/profiles/work/SOUL.md"
echo secret >"$volume/.env"
ln -s /etc/passwd "$volume/config.yaml"
ln -s /etc/shadow "$volume/gateway_state.json"
ln -s /opt/outside "$volume/cron"
: >"$containers/outside.$$/file"
start -v "$volume:/opt/data" -v "$containers/outside.$$:/opt/outside" -e HERMES_GATEWAY_BOOTSTRAP_STATE=running
ready
expect "10000 600" "$(stat -c '%u %a' "$volume/.env")"
expect 10000 "$(stat -c %u "$volume/profiles/work/SOUL.md")"
expect "0 0" "$(as root sh -c 'echo $(stat -c %u /etc/passwd) $(stat -c %u /etc/shadow)')"
expect 0 "$(stat -c %u "$containers/outside.$$/file")" "what a link leads to"
expect_in "gateway_state.json: refusing" "$("$engine" logs "$name" 2>&1)"
ends 0 hermes hermesctl gateway start -p work

# The first files, and the first state, of a home that is empty; and none of it where there is something.
stop
new_volume
start -v "$volume:/opt/data" -e HERMES_GATEWAY_BOOTSTRAP_STATE=running -e HERMES_SKILLS_SYNC='id -un >/opt/data/skills/who'
ready
expect true "$(as hermes hermesctl status -o up gateway-default)" "the first state"
expect "600 640 644" "$(stat -c %a "$volume/.env" "$volume/config.yaml" "$volume/SOUL.md" | paste -sd ' ')"
expect hermes "$(<"$volume/skills/who")"
expect "" "$(find "$volume" ! -user 10000)"
