# A terminal is the command's: its size, what the environment says of it, and word of a change.
# shellcheck shell=bash disable=SC2154,SC2016

# Runs the image on a terminal of 77 columns; what it said is in `output`.
on_terminal() { # OPTIONS... -- COMMAND, as one string for a shell
  local options=()
  while [ "$1" != -- ]; do options+=("$1") && shift; done
  name=hermes-s6-$case-$$-${#started[@]}
  started+=("$name")
  output=$(timeout -k 5 60 script -qec "stty cols 77 rows 20; $engine run --rm -it --name $name --network=none -e TERM=xterm ${options[*]} \
    $image sh -c '$2'" /dev/null </dev/null 2>&1 | tr -d '\r')
}

on_terminal -- 'tput cols; tty; tput lines'
expect_in $'\n77\n/dev/pts/0\n20' $'\n'"$(grep -vE '^(perm-grant|/run|\[|reconcile|  )' <<<"$output")"
on_terminal -e COLUMNS=123 -- 'echo columns=$COLUMNS'
expect_in "columns=123" "$output"

# The command itself is told when the size changes: whoever holds the terminal changes it once the command says that it listens.
fifo=$containers/winch.$$
mkfifo "$fifo"
name=hermes-s6-$case-$$-winch
started+=("$name")
(
  timeout -k 5 60 script -qfec "stty cols 77 rows 20; $engine run --rm -it --name $name --network=none -e TERM=xterm $image \
    bash -c 'trap \"echo size=\\\$(tput cols); exit 5\" WINCH; echo listening; while :; do read -r -t 1 _; done'" /dev/null <"$fifo" 2>&1
) >"$fifo.out" &
exec 5>"$fifo"
for ((n = 0; n < 300; n++)); do
  ! grep -q listening "$fifo.out" || break
  sleep 0.1
done
terminal=$(for process in /proc/[0-9]*; do
  tr '\0' ' ' <"$process/cmdline" 2>/dev/null | grep -q "^$engine run --rm -it --name $name" && readlink "$process/fd/0" && break
done)
stty cols 99 <"$terminal"
for ((n = 0; n < 100; n++)); do
  ! grep -q size= "$fifo.out" || break
  sleep 0.1
done
exec 5>&-
wait || true
said=$(<"$fifo.out")
rm -f "$fifo" "$fifo.out"
expect_in "size=99" "$said"
