#!/bin/bash
# The program awn as a steward uses it: every command, right and wrong, on temporary folders, on
# SQLite and, when AWN_TEST_PG names one, on PostgreSQL. usage: cli_test.sh AWN SOURCE [CLOCK-SHIM]
set -u
awn=$1 src=$2 shim=${3:-}
dir=$(mktemp -d /tmp/awn-cli-XXXXXX)
export AWN_TEST_HASH=weak LC_ALL=C.UTF-8
# Processes that nobody may look into cannot be searched for leaks.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
unset AWN_DATA AWN_DATABASE STATE_DIRECTORY CREDENTIALS_DIRECTORY AWN_DEBUG
passed=0 failed=0 server= databases=()

finish() {
    [ -z "$server" ] || kill -9 "$server" 2>/dev/null
    for d in "${databases[@]}"; do
        psql -q "$AWN_TEST_PG" -c "DROP DATABASE IF EXISTS $d WITH (FORCE)" >/dev/null 2>&1
    done
    rm -rf "$dir"
}
trap finish EXIT

ok() { passed=$((passed + 1)); }
bad() {
    failed=$((failed + 1))
    printf 'FAILED: %s\n' "$*"
}

# expect STATUS PATTERN COMMAND…: the exit status, and a word in what it printed. A failure must
# have said exactly one line on standard error.
expect() {
    local status=$1 pattern=$2 got lines
    shift 2
    "$@" >"$dir/out" 2>"$dir/err" </dev/null
    got=$?
    lines=$(wc -l <"$dir/err")
    if [ "$got" != "$status" ]; then
        bad "$* gave $got, not $status: $(cat "$dir/err")"
    elif [ -n "$pattern" ] && ! grep -qe "$pattern" "$dir/out" "$dir/err"; then
        bad "$* did not say «$pattern»: $(cat "$dir/out" "$dir/err")"
    elif [ "$status" != 0 ] && [ "$lines" != 1 ] && [ "${manylines:-}" = "" ]; then
        bad "$* said $lines lines: $(cat "$dir/err")"
    else
        ok
    fi
}

# serve FOLDER OPTIONS…: waits for the door; $address is where it is.
serve() {
    local folder=$1
    shift
    : >"$dir/serve.out" # here, so that no address of before is read
    "$awn" serve --data "$folder" "$@" >>"$dir/serve.out" 2>"$dir/serve.err" &
    server=$!
    for _ in $(seq 400); do
        address=$(grep -oE '(http|unix):[^ ]*[^. ]' "$dir/serve.out")
        [ -z "$address" ] || return 0
        kill -0 "$server" 2>/dev/null || break
        sleep 0.05
    done
    bad "awn serve $* did not start: $(cat "$dir/serve.err")"
    return 1
}
stop() {
    kill -TERM "$server"
    wait "$server"
    local status=$?
    server=
    [ "$status" = 0 ] && ok || bad "awn serve ended with $status: $(cat "$dir/serve.err")"
}

wrong_use() {
    expect 2 'there is no command' "$awn" fly
    expect 2 'there is no option' "$awn" init --wings
    expect 2 'wants a value' "$awn" init --data
    expect 2 'takes no --json' "$awn" init --json
    expect 2 'one word too many' "$awn" init here
    expect 2 'awn backup FILE' "$awn" backup
    expect 2 'awn restore FILE' "$awn" restore
    expect 2 'awn invite NAME' "$awn" invite
    expect 2 'awn directory import' "$awn" directory burn it
    expect 2 'awn directory import' "$awn" directory import
    expect 2 'awn directory import' "$awn" directory search
    expect 2 'awn aid import' "$awn" aid
    expect 2 'awn aid areas' "$awn" aid areas import
    expect 2 'awn aid areas' "$awn" aid areas burn it
    expect 2 'belong to awn aid import' "$awn" aid areas list --preview
    expect 2 'wants an address' "$awn" serve --listen here
    expect 2 'wants an address' "$awn" demo --listen 127.0.0.1:99999
    expect 2 'from 1 to 64' "$awn" serve --readers 0
    expect 2 'postgresql://' "$awn" serve --database mysql://x
    expect 2 'ar or en' "$awn" init --data "$dir/never" --lang tlh
    expect 2 'such as Africa/Cairo' "$awn" init --data "$dir/never" --zone Here/There
    expect 2 'ordinary word' "$awn" init --data "$dir/never" --name "$(printf 'a\u202eb')"
    expect 2 'ordinary word' "$awn" init --data "$dir/never" --name ' '
    [ ! -e "$dir/never" ] && ok || bad "wrong use made a folder"
}

help() {
    expect 0 'What awn can do' "$awn"
    expect 0 'What awn can do' "$awn" --help
    expect 0 'ratchet.key' "$awn" help backup
    expect 0 'ratchet.key' "$awn" backup --help
    expect 0 '^awn [0-9]' "$awn" --version
    expect 0 'ما يفعله' env LC_ALL=ar_EG.UTF-8 "$awn" --help
    expect 2 'لا أمر' env LC_ALL=ar_EG.UTF-8 "$awn" fly
    local command
    for command in init serve invite directory aid backup restore doctor demo help; do
        expect 0 "^awn $command" "$awn" help "$command"
        grep -q "^\.It Cm $command" "$src/docs/awn.1" && ok || bad "awn.1 says nothing of $command"
        grep -qw "$command" "$src/docs/awn.bash-completion" && ok || bad "no completion of $command"
    done
}

no_network() {
    expect 1 'there is no network' "$awn" serve --data "$dir/none"
    expect 1 'there is no network' "$awn" invite x --data "$dir/none"
    expect 1 'there is no database' "$awn" backup "$dir/b" --data "$dir/none"
    expect 1 'no file' "$awn" restore "$dir/b" --data "$dir/none"
    manylines=yes expect 1 'missing' "$awn" doctor --data "$dir/none"
    expect 1 'cannot make the folder' "$awn" init --data /proc/none/x
}

# network NAME DATABASE-OPTIONS…: what every network must do.
network() {
    local n=$dir/$1
    shift
    expect 0 'first invitation' "$awn" init --data "$n" --name 'بيت' "$@"
    cp "$n/secret.key" "$dir/secret.before"
    expect 1 'nothing was changed\|is there already' "$awn" init --data "$n" "$@"
    cmp -s "$n/secret.key" "$dir/secret.before" && ok || bad "init changed secret.key"
    expect 0 '11 organizations' "$awn" directory import "$src/src/directory/sample" --data "$n" "$@"
    expect 0 'unchanged\|as before 39' "$awn" directory import "$src/src/directory/sample" --data "$n" "$@"
    expect 1 'Nothing was imported' "$awn" directory import "$dir" --data "$n" "$@"
    expect 1 'there is nothing at' "$awn" directory import "$dir/none" --data "$n" "$@"
    expect 0 'بيت الميزان' "$awn" directory search محام --data "$n" "$@"
    expect 0 'Nothing matches' "$awn" directory search zyxwv --data "$n" "$@"
    "$awn" directory search lawyer --json --data "$n" "$@" 2>/dev/null | python3 -m json.tool >/dev/null &&
        ok || bad "search --json printed no JSON"
    expect 0 'no places yet' "$awn" aid areas list --data "$n" "$@"
    printf 'name,parent\nالحمرا,بيروت\n,بيروت\nبيروت,\n' >"$dir/places.csv"
    expect 1 'Nothing was imported' "$awn" aid areas import "$dir/places.csv" --strict --data "$n" "$@"
    expect 0 'no places yet' "$awn" aid areas list --data "$n" "$@"
    expect 0 'line 3: Please fill this in' "$awn" aid areas import "$dir/places.csv" --data "$n" "$@"
    expect 0 '^  الحمرا' "$awn" aid areas list --data "$n" "$@"
    expect 0 "Changed: 1" "$awn" aid areas import lebanon --data "$n" "$@"
    expect 0 'بيروت (Beirut)' "$awn" aid areas list --data "$n" "$@"
    local sheet=$src/tests/imports/reports.csv
    expect 0 '65 rows would come in' "$awn" aid import "$sheet" --preview --data "$n" "$@"
    expect 0 'refused: line 34: Nothing in it' "$awn" aid import "$sheet" --preview --data "$n" "$@"
    expect 0 'The mapping stands in' "$awn" aid import "$sheet" --preview --map "$n.map" --data "$n" "$@"
    grep -q '^kind,"Animals",other' "$n.map" && ok || bad "no unknown category in the mapping"
    sed -i 's/^kind,"Animals",other/kind,"Animals",-/; s/^option,unapproved,keep/option,unapproved,leave/' "$n.map"
    expect 0 'Left out: 6' "$awn" aid import "$sheet" --preview --map "$n.map" --data "$n" "$@"
    rm "$n.map"
    expect 1 'no coordinators.* desk yet' "$awn" aid import "$sheet" --data "$n" "$@"
    expect 1 'cannot read' "$awn" aid import "$sheet" --map "$dir/none" --data "$n" "$@"
    expect 1 'there is nothing at' "$awn" aid import "$dir/none" --data "$n" "$@"
    expect 2 'wants a day' "$awn" aid import "$sheet" --until 2001-01-01 --data "$n" "$@"
    expect 1 'there is nothing at' "$awn" aid areas import "$dir/none" --data "$n" "$@"
    expect 1 'names the columns' "$awn" aid areas import "$src/docs/awn.1" --data "$n" "$@"
    expect 0 'is of this database' "$awn" doctor --data "$n" "$@"
    serve "$n" --listen 127.0.0.1:0 "$@" && {
        expect 0 'بيت' curl -sf "$address/"
        expect 0 'The backup is in' "$awn" backup "$dir/while" --data "$n" "$@"
        expect 1 'port\|address\|taken' "$awn" serve --data "$n" --listen "${address#http://}" "$@"
        stop
    }
    rm -f "$dir/while"
    serve "$n" --listen "unix:$n/door" "$@" && {
        expect 0 'بيت' curl -sf --unix-socket "$n/door" http://localhost/
        stop
    }
}

keys() {
    local n=$dir/keys
    "$awn" init --data "$n" >/dev/null
    mkdir "$dir/aside"
    mv "$n/secret.key" "$dir/aside"
    expect 1 'secret.key is missing' "$awn" serve --data "$n"
    cp "$dir/demo/secret.key" "$n"
    expect 1 'secret.key' "$awn" serve --data "$n"
    mv "$dir/aside/secret.key" "$n"
    mv "$n/ratchet.key" "$dir/aside"
    expect 1 'ratchet.key is missing' "$awn" serve --data "$n"
    mv "$dir/aside/ratchet.key" "$n"
    truncate -s 20 "$dir/aside/cut" && cp "$n/secret.key" "$dir/aside" && cp "$dir/aside/cut" "$n/secret.key"
    expect 1 'secret.key' "$awn" serve --data "$n"
    cp "$dir/aside/secret.key" "$n"
    chmod 644 "$n/secret.key"
    manylines=yes expect 1 'can be opened by others' "$awn" doctor --data "$n"
    chmod 600 "$n/secret.key"
    expect 0 'is private' "$awn" doctor --data "$n"
    python3 -c 'import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); d.execute("INSERT INTO schema_step VALUES (999, \"later\")"); d.commit()' "$n/awn.db"
    expect 1 'newer' "$awn" serve --data "$n"
    expect 1 'newer' "$awn" backup "$dir/newer" --data "$n"
    [ ! -e "$dir/newer" ] && ok || bad "a refused backup left a file"
    manylines=yes expect 1 'newer' "$awn" doctor --data "$n"
}

clock() {
    local n=$dir/clock
    [ -n "$shim" ] || return 0
    "$awn" init --data "$n" >/dev/null
    cp "$n/ratchet.key" "$dir/ratchet.before"
    expect 1 'clock-is-right' env LD_PRELOAD="$shim" AWN_SHIM_DAYS=366 "$awn" serve --data "$n"
    expect 1 'behind' env LD_PRELOAD="$shim" AWN_SHIM_DAYS=-5 "$awn" serve --data "$n"
    manylines=yes expect 1 'days apart' env LD_PRELOAD="$shim" AWN_SHIM_DAYS=366 "$awn" doctor --data "$n"
    cmp -s "$n/ratchet.key" "$dir/ratchet.before" && ok || bad "a clock that jumped changed ratchet.key"
    LD_PRELOAD=$shim AWN_SHIM_DAYS=366 serve "$n" --listen 127.0.0.1:0 --clock-is-right && stop
}

secret_of() { sed -n "s/^$1 $2 //p" "$dir/demo/demo"; }

demo() {
    local n=$dir/demo
    expect 0 '' "$awn" demo --only-make --data "$n"
    cp "$n/demo" "$dir/demo.before"
    expect 0 '' "$awn" demo --only-make --data "$n"
    cmp -s "$n/demo" "$dir/demo.before" && ok || bad "a second start made other sign-ins"
    mkdir -p "$dir/half" && cp "$n"/*.key "$dir/half" && : >"$dir/half/demo" && : >"$dir/half/awn.db"
    expect 0 '' "$awn" demo --only-make --data "$dir/half"
    grep -q '^steward salma' "$dir/half/demo" && ok || bad "what was broken off was not begun anew"
    expect 1 'real network' "$awn" demo --data "$dir/lite"
    secret_of steward salma >"$dir/phrase"
    expect 0 '[0-9a-z]\{4\}-[0-9a-z]\{4\}-' "$awn" invite salma --passphrase-file "$dir/phrase" --data "$n"
    expect 1 'open nothing' "$awn" invite nobody --passphrase-file "$dir/phrase" --data "$n"
    secret_of member nour >"$dir/other"
    expect 1 'may not invite' "$awn" invite nour --passphrase-file "$dir/other" --data "$n"
    expect 1 'no passphrase' "$awn" invite nour --passphrase-file "$dir/none" --data "$n"
    expect 1 'no passphrase' setsid "$awn" invite nour --data "$n"
}

# SIGTERM while a sign-in is being hashed at full cost: its answer still comes.
in_flight() {
    local n=$dir/flight token
    env -u AWN_TEST_HASH "$awn" init --data "$n" >/dev/null
    serve "$n" --listen 127.0.0.1:0 || return
    token=$(curl -s -c "$dir/jar" "$address/in" | grep -o 'action="/in".*' |
        grep -o '_token" value="[^"]*' | head -1 | sed 's/.*"//')
    curl -sv -o /dev/null -w '%{http_code}' -b "$dir/jar" -H "Origin: $address" "$address/in" \
        --data-urlencode "_token=$token" -d name=somebody -d passphrase=four-words-are-typed \
        >"$dir/answer" 2>"$dir/sent" &
    local asking=$!
    for _ in $(seq 200); do
        grep -q '^> POST' "$dir/sent" && break
        sleep 0.02
    done
    sleep 0.1 # it is on its way; one that was answered already only makes the test weaker
    stop
    wait $asking
    [ "$(cat "$dir/answer")" = 303 ] && ok || bad "in flight at SIGTERM: $(cat "$dir/answer")"
}

# On a disk of its own that is too small; where mounting is not allowed there is none.
full_disk() {
    mkdir "$dir/small"
    unshare -m mount -t tmpfs none "$dir/small" 2>/dev/null || {
        echo "note: no small disk can be mounted here: a full one was not tested"
        return
    }
    on_small() { unshare -m sh -c 'mount -t tmpfs -o size=200k none "$1" && shift && "$@"; s=$?; find "$0" | wc -l >&3; exit $s' "$dir/small" "$dir/small" "$@" 3>"$dir/left"; }
    expect 1 'the disk is full' on_small "$awn" init --data "$dir/small/n"
    [ "$(cat "$dir/left")" = 1 ] && ok || bad "init on a full disk left files"
    expect 1 'the disk is full.*No backup was made' on_small "$awn" backup "$dir/small/b" --data "$dir/demo"
    [ "$(cat "$dir/left")" = 1 ] && ok || bad "backup on a full disk left files"
}

# sign_in NAME PASSPHRASE-FILE: $cookie
token_of() { grep -o '_token" value="[^"]*' "$1" | tail -1 | sed 's/.*"//'; }
sign_in() {
    curl -s -c "$dir/jar" -o "$dir/page" "$address/in"
    cookie=$(curl -s -o /dev/null -D - -b "$dir/jar" -H "Origin: $address" "$address/in" \
        --data-urlencode "_token=$(grep -o 'action="/in".*' "$dir/page" | grep -o '_token" value="[^"]*' | head -1 | sed 's/.*"//')" \
        --data-urlencode "name=$1" --data-urlencode "passphrase@$2" | grep -o '__Host-s=[^;]*')
    [ -n "$cookie" ]
}

# What was answered with "it is there" is there after kill -9, at once and again.
kill_nine() { # FOLDER OPTIONS…
    local n=$1 circle= answer round
    shift
    for round in 1 2 3; do
        serve "$n" --listen 127.0.0.1:0 "$@" || return
        if [ -z "$circle" ]; then
            sign_in nour "$dir/other" || { bad "nour cannot sign in"; return; }
            circle=$(curl -s -b "$cookie" "$address/r" | grep -oE 'href="/r/[a-z0-9]{8}"' | head -1 | cut -d'"' -f2)
        fi
        curl -s -b "$cookie" "$address$circle/new" >"$dir/page"
        answer=$(curl -s -o /dev/null -w '%{http_code}' -b "$cookie" -H "Origin: $address" \
            "$address$circle/new" --data-urlencode "_token=$(token_of "$dir/page")" \
            --data-urlencode "once=$(grep -o 'name="once" value="[^"]*' "$dir/page" | sed 's/.*"//')" \
            --data-urlencode "title=acknowledged-$round" --data-urlencode "text=words")
        kill -9 "$server"
        wait "$server" 2>/dev/null
        server=
        [ "$answer" = 303 ] && ok || bad "a post was answered with $answer"
        serve "$n" --listen 127.0.0.1:0 "$@" || return
        curl -s -b "$cookie" "$address$circle" | grep -q "acknowledged-$round" && ok ||
            bad "an acknowledged post is gone after kill -9"
        stop
    done
}

# backup_chain: the demonstration from SQLite to every engine and back; the words are still there.
restored_works() { # FOLDER OPTIONS…
    local n=$1
    shift
    expect 0 '[0-9a-z]\{4\}-' "$awn" invite salma --passphrase-file "$dir/phrase" --data "$n" "$@"
    expect 0 'is of this database' "$awn" doctor --data "$n" "$@"
}
keys_for() {
    mkdir -p "$1"
    chmod 700 "$1"
    cp "$dir/demo/secret.key" "$dir/demo/ratchet.key" "$1"
    : >"$1/demo" # the weak hashes of tests go with it
}
backup_restore() {
    expect 0 'secret.key and ratchet.key are not in it' "$awn" backup "$dir/b1" --data "$dir/demo"
    [ "$(stat -c %a "$dir/b1")" = 600 ] && ok || bad "the backup can be read by others"
    [ "$(find "$dir" -maxdepth 1 -name 'b1?*' | wc -l)" = 0 ] && ok || bad "backup left files"
    expect 1 'choose another name' "$awn" backup "$dir/b1" --data "$dir/demo"
    expect 1 'No backup was made' "$awn" backup "$dir/none/b" --data "$dir/demo"
    mkdir -m 700 "$dir/bare"
    expect 1 'put secret.key' "$awn" restore "$dir/b1" --data "$dir/bare"
    cp "$dir/lite/secret.key" "$dir/lite/ratchet.key" "$dir/bare"
    expect 1 'not of the network' "$awn" restore "$dir/b1" --data "$dir/bare"
    [ "$(ls "$dir/bare" | sort | xargs)" = 'ratchet.key secret.key' ] && ok || bad "a refused restore left $(ls "$dir/bare")"
    expect 1 'not made by awn backup' "$awn" restore "$dir/phrase" --data "$dir/bare"
    keys_for "$dir/again"
    head -c 30000 "$dir/b1" >"$dir/cut"
    expect 1 'nothing was changed' "$awn" restore "$dir/cut" --data "$dir/again"
    local sum
    sum=$(md5sum <"$dir/b1")
    expect 0 'is back' "$awn" restore "$dir/b1" --data "$dir/again"
    [ "$(md5sum <"$dir/b1")" = "$sum" ] && ok || bad "restoring changed the backup"
    expect 1 'already' "$awn" restore "$dir/b1" --data "$dir/again"
    restored_works "$dir/again"
    kill_nine "$dir/again"
    [ -n "${AWN_TEST_PG:-}" ] || return 0
    database chain
    keys_for "$dir/pg"
    expect 0 'is back' "$awn" restore "$dir/b1" --data "$dir/pg" --database "$url"
    expect 1 'already' "$awn" restore "$dir/b1" --data "$dir/pg" --database "$url"
    restored_works "$dir/pg" --database "$url"
    kill_nine "$dir/pg" --database "$url"
    expect 0 'The backup is in' "$awn" backup "$dir/b2" --data "$dir/pg" --database "$url"
    keys_for "$dir/last"
    expect 0 'is back' "$awn" restore "$dir/b2" --data "$dir/last"
    restored_works "$dir/last"
}

# A database of its own on the test's PostgreSQL; $url names it.
database() {
    local name=awn_cli_$1_$$
    psql -q "$AWN_TEST_PG" -c "CREATE DATABASE $name" >/dev/null || return 1
    databases+=("$name")
    url=${AWN_TEST_PG/\/postgres?/\/$name?}
}

wrong_use
help
no_network
network lite
if [ -n "${AWN_TEST_PG:-}" ]; then
    database plain && network post --database "$url"
else
    echo "note: AWN_TEST_PG is not set: only SQLite was tested"
fi
demo
keys
clock
in_flight
full_disk
backup_restore
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
