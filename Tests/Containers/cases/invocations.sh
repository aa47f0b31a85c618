# The five ways to be called, and their codes.
# shellcheck shell=bash disable=SC2154,SC2016

run
expect 0 "$code" "no words"
expect_in "program:" "$output"
run -- chat --once
expect_in "program:chat --once" "$output"
run -- exit 7
expect 7 "$code" "the program's own end"
run -- sh -c 'echo "$(id -un) $HERMES_HOME $HOME $(pwd)"; exit 9'
expect 9 "$code" "a program on the PATH"
expect_in "hermes /opt/data /opt/data /opt/hermes" "$output"
run -w /usr/share -- pwd
expect_in "/usr/share" "$output"
# What it is given to read, and its environment, are its own.
said=$(printf 'in put' | timeout -k 5 60 "$engine" run --rm -i --network=none -e GREETING='a  b' "$image" \
  sh -c 'cat; echo " $GREETING"; echo err >&2; exit 3' 2>/dev/null) && fail "the code is lost"
expect_in "in put a  b" "$said"
[[ $said != *err* ]] || fail "its standard error is in its output"
run -- ./no-such-program
expect_in "program:./no-such-program" "$output"

start -- sleep infinity
ready
expect s6-svscan "$(as root cat /proc/1/comm)" "process 1"
stop
expect 0 "$(code_of)"

# The image's command is the gateway, as before there were slots: it is supervised, and the container stays when it ends.
start -- gateway run
ready
before=$(pid_of default)
expect_in "s6 supervision" "$("$engine" logs "$name" 2>&1)"
kill_now "$before"
ready
[ "$(pid_of default)" != "$before" ] || fail "it was not started again"
stop
expect 0 "$(code_of)"
