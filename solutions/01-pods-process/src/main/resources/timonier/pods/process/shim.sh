# Runs one container and outlives whoever started it: writes its process id with the moment it
# started, waits for it, and writes its exit code. If the shim itself is killed, the container goes too.
# Arguments: the container's folder, then the command.
folder=$1
shift
command -v setpriv > /dev/null && die_with_me="setpriv --pdeathsig KILL"
command -v setsid > /dev/null && own_session=setsid
cd "$folder/work" || exit 126
$die_with_me $own_session "$@" > "$folder/log" 2>&1 < /dev/null &
container=$!
started=$(sed 's/.*) //' "/proc/$container/stat" 2> /dev/null | cut -d' ' -f20)
echo "$container ${started:-0}" > "$folder/pid.new" && mv "$folder/pid.new" "$folder/pid"
wait "$container"
echo $? > "$folder/exit.new" && mv "$folder/exit.new" "$folder/exit"
