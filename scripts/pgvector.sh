#!/bin/sh
# A PostgreSQL with pgvector for the tests.
#
#   pgvector.sh start   print the URL of a server, starting one when none runs
#   pgvector.sh stop    stop that server and delete its data
#   pgvector.sh status  say what runs
#   pgvector.sh clean   stop it and delete the unpacked programs too
#   pgvector.sh crash   end it as a crash would, and start it again with its data
#
# $PGV_RUN names a folder for the data of a server of its own, beside the one that tests
# share; the user of the server has to be able to enter the folders above it.
#
# Where the server comes from, the first that works ($PGV_METHOD names one):
#   url     $DAODU_TEST_DATABASE_URL: check that it has pgvector, start nothing
#   local   a PostgreSQL of this machine that has pgvector $PGV_MIN or newer
#   brew    macOS: brew install postgresql@17 pgvector
#   unpack  Debian, Ubuntu: packages of $PGV_SUITE from the mirror that apt uses, checked
#           against the keyring of the system, unpacked and run with their own C library
#   build   Debian: the source of pgvector, compiled for the installed PostgreSQL
#   docker  the image $PGV_IMAGE
#
# Nothing is installed and nobody has to be root, save with brew, which installs. The
# server listens on 127.0.0.1 only, on a free port, with a random password. A power cut may
# spoil its data (fsync=off): it is for tests only.
set -eu
umask 022
LC_ALL=C
export LC_ALL

os=$(sed -n 's/^ID=//p' /etc/os-release 2>/dev/null | tr -d '"')
case $os in
ubuntu) suite=resolute major=18 components="main universe" ;;
*) suite=trixie major=17 components=main os=debian ;;
esac
PGV_SUITE=${PGV_SUITE:-$suite}
PGV_MAJOR=${PGV_MAJOR:-$major}
PGV_MIN=${PGV_MIN:-0.8.0} # halfvec came with 0.7, iterative scans with 0.8
PGV_METHOD=${PGV_METHOD:-auto}
PGV_IMAGE=${PGV_IMAGE:-pgvector/pgvector:pg17}
PGV_KEYRING=${PGV_KEYRING:-/usr/share/keyrings/$os-archive-keyring.gpg}

say() { echo "pgvector: $*" >&2; }
die() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }
# mirrors are nobody's business, and their URLs may hold a password
mask() { sed -E 's#://[^/ ]+#://(mirror)#g' >&2; }
# at_least A B: version A is B or newer
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t. -k1,1n -k2,2n -k3,3n | head -n1)" = "$2" ]; }

# PostgreSQL refuses to run as root: there it runs as another user, who has to be able to
# enter the folder, so that it cannot stand below /root.
server_user=
if [ "$(id -u)" = 0 ]; then
    home=${PGV_HOME:-/var/cache/daodu-pgvector}
    server_user=nobody
    if id postgres >/dev/null 2>&1; then server_user=postgres; fi
else
    home=${PGV_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/daodu-pgvector}
fi
run=${PGV_RUN:-$home/run} # of the server: url, kind, bin (its programs), data
container=daodu-pgvector-$(id -u)${PGV_RUN:+-$(basename "$PGV_RUN")}

as_server() {
    if [ -z "$server_user" ]; then
        "$@"
    elif have setpriv; then
        setpriv --reuid "$server_user" --regid "$(id -g "$server_user")" --clear-groups -- env HOME=/ "$@"
    else
        runuser -u "$server_user" -- env HOME=/ "$@"
    fi
}

# ---- programs: each find_ sets bin, the folder of initdb and the like, or fails ----

# control_version FILE: the version that a vector.control names, nothing without the file
control_version() { sed -n "s/^default_version *= *'\(.*\)'/\1/p" "$1" 2>/dev/null || true; }

find_local() {
    for config in ${PG_CONFIG:-} /usr/lib/postgresql/*/bin/pg_config /usr/pgsql-*/bin/pg_config \
        /opt/homebrew/opt/postgresql@*/bin/pg_config /usr/local/opt/postgresql@*/bin/pg_config \
        "$(command -v pg_config || true)"; do
        [ -x "$config" ] || continue
        bin=$("$config" --bindir 2>/dev/null) || continue
        version=$(control_version "$("$config" --sharedir)/extension/vector.control")
        [ -x "$bin/initdb" ] && [ -n "$version" ] && at_least "$version" "$PGV_MIN" && return 0
    done
    return 1
}

find_brew() {
    [ "$(uname -s)" = Darwin ] && have brew || return 1
    say "brew install postgresql@17 pgvector"
    brew install --quiet postgresql@17 pgvector >&2 || return 1
    bin=$(brew --prefix postgresql@17)/bin
    [ -n "$(control_version "$("$bin/pg_config" --sharedir)/extension/vector.control")" ]
}

# The mirror of the configuration of apt, in either of its forms.
mirror() {
    if [ -n "${PGV_MIRROR:-}" ]; then
        echo "$PGV_MIRROR"
        return
    fi
    {
        apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null
        cat /etc/apt/sources.list.d/*.sources 2>/dev/null | sed -n 's/^URIs:[[:space:]]*//p' | tr -s ' ' '\n'
        cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
            sed -nE 's/^deb(-src)?[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]+).*/\3/p'
    } | sed 's#/*$##' | grep -E "/$os(-ports)?\$" | head -n1
}

# own_apt DIR deb|deb-src: make apt look at nothing but $PGV_SUITE and DIR. It writes none
# of the system's lists, so that any user may do it.
own_apt() {
    uri=$(mirror)
    [ -n "$uri" ] || { say "the configuration of apt names no mirror of $os"; return 1; }
    signed=
    if [ -r "$PGV_KEYRING" ]; then signed="[signed-by=$PGV_KEYRING] "; fi
    mkdir -p "$1/lists/partial" "$1/cache/archives/partial" "$1/debs"
    : >"$1/status"
    echo "$2 $signed$uri $PGV_SUITE $components" >"$1/sources.list"
    cat >"$1/apt.conf" <<CONF
Dir::Etc::sourcelist "$1/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State::lists "$1/lists";
Dir::State::status "$1/status";
Dir::State::extended_states "$1/extended_states";
Dir::Cache "$1/cache";
APT::Sandbox::User "";
APT::Install-Recommends "false";
Acquire::Languages "none";
Acquire::Retries "3";
Debug::NoLocking "true";
CONF
    export APT_CONFIG="$1/apt.conf"
    # images made for docker have a hook here that only root can run
    apt-get update -qq 2>&1 | grep -v '/var/cache/apt/archives' | mask || true
    [ -n "$(find "$1/lists" -name '*_main_*' -type f | head -n1)" ]
}

# What a package asks for and a server for tests does without.
needless='^(libllvm|libz3-|perl|libperl|.*-perl$|locales|libc-l10n|adduser|passwd|debconf|cdebconf|openssl'
needless="$needless|procps|sysvinit|init-system|ucf|sensible|ssl-cert|netbase|postgresql-common"
needless="$needless|postgresql-client-common|libpam-modules|libpam-runtime|login|base-|gcc-|readline-common|tzdata)"

# fetch_packages DIR TREE: unpack pgvector and all it needs below TREE.
fetch_packages() {
    own_apt "$1" deb || return 1
    apt-get -s install "postgresql-$PGV_MAJOR-pgvector" 2>/dev/null | awk '$1 == "Inst" {print $2}' | sort -u |
        grep -Ev "$needless" >"$1/names" || true
    grep -q "^postgresql-$PGV_MAJOR-pgvector" "$1/names" ||
        { say "$PGV_SUITE has no postgresql-$PGV_MAJOR-pgvector"; return 1; }
    cd "$1/debs"
    xargs apt-get -qq download <"$1/names" 2>&1 | mask
    [ "$(find . -name '*.deb' | wc -l)" -eq "$(wc -l <"$1/names")" ] || { say "not every package came"; return 1; }
    for deb in ./*.deb; do dpkg-deb -x "$deb" "$2" || return 1; done
}

# own_libc TREE: make each program run with the C library of TREE, which may be newer than
# that of the system.
own_libc() {
    loader=$(find "$1/lib" "$1/lib64" "$1/usr/lib" "$1/usr/lib64" -name 'ld-linux*.so.*' 2>/dev/null | head -n1)
    [ -n "$loader" ] || { say "no dynamic loader among the packages"; return 1; }
    libs=$(find "$1" -name libc.so.6 -exec dirname {} \; | head -n1)
    for program in "$bin"/*; do
        [ -f "$program" ] && [ "$(head -c4 "$program" | tail -c3)" = ELF ] || continue
        mv "$program" "$program.real"
        printf '#!/bin/sh\nexec "%s" --library-path "%s" --argv0 "%s" "%s.real" "$@"\n' \
            "$loader" "$libs" "$program" "$program" >"$program"
        chmod 755 "$program"
    done
}

find_unpack() {
    tree=$home/unpack-$PGV_SUITE-$PGV_MAJOR
    bin=$tree/usr/lib/postgresql/$PGV_MAJOR/bin
    if [ -e "$tree/.complete" ]; then return 0; fi
    have apt-get && have dpkg-deb || return 1
    say "fetching PostgreSQL $PGV_MAJOR with pgvector from $PGV_SUITE"
    work=$home/work
    rm -rf "$work" "$tree"
    mkdir -p "$work"
    (fetch_packages "$work" "$tree") || return 1
    share=$tree/usr/share
    rm -rf "$work" "$share/doc" "$share/man" "$share/locale" "$share/postgresql/$PGV_MAJOR/man" \
        "$tree/usr/lib/postgresql/$PGV_MAJOR/lib/bitcode"
    own_libc "$tree" || return 1
    "$bin/postgres" --version >&2 || { say "the unpacked server does not run here"; return 1; }
    : >"$tree/.complete"
}

# fetch_headers DIR: those of exactly the installed version below DIR/dev. Installing the
# package instead would upgrade the server and bring a compiler of its own.
fetch_headers() {
    package=postgresql-server-dev-$major
    version=$(dpkg-query -W -f '${Version}' "postgresql-$major") || return 1
    mkdir -p "$1/dev"
    cd "$1"
    apt-get -qq download "$package=$version" 2>/dev/null || apt-get -qq download "$package" 2>&1 | mask
    if ! ls "$package"_*.deb >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then # the lists may be empty
        apt-get update -qq 2>&1 | mask
        apt-get -qq download "$package" 2>&1 | mask
    fi
    dpkg-deb -x "$package"_*.deb dev
}

# compile SOURCE HEADERS: with the flags of its makefile, less -march=native.
compile() {
    for file in "$1"/src/*.c; do
        gcc -O2 -fPIC -fno-strict-aliasing -fwrapv -ftree-vectorize -fassociative-math -fno-signed-zeros \
            -fno-trapping-math -I"$2" -c "$file" -o "${file%.c}.o" || return 1
    done
    gcc -shared -o "$1/vector.so" "$1"/src/*.o -lm
}

find_build() {
    for installed in /usr/lib/postgresql/*/bin/initdb; do :; done # the newest
    [ -x "$installed" ] && have gcc && have apt-get && have dpkg-deb || return 1
    major=$(basename "${installed%/bin/initdb}")
    tree=$home/build-$major
    bin=$tree/usr/lib/postgresql/$major/bin
    if [ -e "$tree/.complete" ]; then return 0; fi
    say "building pgvector for the installed PostgreSQL $major"
    work=$home/work
    rm -rf "$work" "$tree"
    mkdir -p "$work" "$tree/usr/lib/postgresql" "$tree/usr/share/postgresql"
    (fetch_headers "$work") || { say "no headers of PostgreSQL $major"; return 1; }
    (
        own_apt "$work/src" deb-src || exit 1
        cd "$work/src/debs"
        apt-get -qq source --download-only pgvector 2>&1 | mask
        tar xzf pgvector_*.orig.tar.gz
    ) || return 1
    source=$(find "$work/src/debs" -maxdepth 1 -type d -name 'pgvector-*')
    compile "$source" "$work/dev/usr/include/postgresql/$major/server" || return 1
    # a copy runs from anywhere: PostgreSQL finds its files from where its program stands
    cp -a "/usr/lib/postgresql/$major" "$tree/usr/lib/postgresql/"
    cp -a "/usr/share/postgresql/$major" "$tree/usr/share/postgresql/"
    rm -rf "$tree/usr/lib/postgresql/$major/lib/bitcode"
    cp "$source/vector.so" "$tree/usr/lib/postgresql/$major/lib/"
    extensions=$tree/usr/share/postgresql/$major/extension
    cp "$source/vector.control" "$extensions/"
    cp "$source/sql/vector.sql" "$extensions/vector--$(control_version "$source/vector.control").sql"
    rm -rf "$work"
    : >"$tree/.complete"
}

# ---- server ----

random_password() { od -An -N18 -tx1 /dev/urandom | tr -d ' \n'; }

listening() {
    if have ss; then
        ss -ltnH "sport = :$1" | grep -q .
    elif [ -r /proc/net/tcp ]; then
        grep -qi ":$(printf %04X "$1") " /proc/net/tcp
    else
        lsof -nPiTCP:"$1" -sTCP:LISTEN >/dev/null 2>&1
    fi
}

free_port() {
    while :; do
        candidate=$(($(od -An -N2 -tu2 /dev/urandom | tr -d ' ') % 16000 + 33000))
        listening "$candidate" || break
    done
    echo "$candidate"
}

# write_url PASSWORD PORT: last of all, since it says that the server is ready
write_url() { (umask 077; echo "postgres://postgres:$1@127.0.0.1:$2/postgres?sslmode=disable" >"$run/url"); }

# init_data: an empty cluster. Its LC_CTYPE knows UTF-8, since with C pg_trgm sees no letter
# in Chinese; the C library of an old system may lack C.UTF-8.
init_data() {
    locale="--locale=C --lc-ctype=C.UTF-8"
    if [ "$1" -ge 17 ]; then locale="$locale --locale-provider=builtin --builtin-locale=C.UTF-8"; fi
    for options in "$locale" --locale=C; do
        # shellcheck disable=SC2086
        if (cd / && as_server "$bin/initdb" -D "$run/data" -U postgres -E UTF8 $options -A scram-sha-256 \
            --pwfile="$run/password" -N) >"$run/initdb.log" 2>&1; then return 0; fi
    done
    cat "$run/initdb.log" >&2
    return 1
}

# configure: for speed, and without a trace outside of $run
configure() {
    cat >>"$run/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
shared_buffers = 256MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
jit = off
CONF
}

start_server() {
    rm -rf "$run"
    mkdir -p "$run/data"
    password=$(random_password)
    (umask 077; echo "$password" >"$run/password")
    if [ -n "$server_user" ]; then chown "$server_user" "$run/data" "$run/password"; fi
    init_data "$("$bin/postgres" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')" || return 1
    configure
    tries=0
    while :; do
        port=$(free_port)
        # the user of the server may not be able to enter the current folder
        if (cd / && as_server "$bin/pg_ctl" -D "$run/data" -l "$run/data/server.log" -w -t 60 -o "-p $port" start \
            >/dev/null 2>&1 </dev/null); then break; fi
        tries=$((tries + 1))
        [ $tries -lt 5 ] || { tail -n 20 "$run/data/server.log" >&2; return 1; }
    done
    echo "$bin" >"$run/bin"
    # in template1, so that every new database has it
    for database in postgres template1; do
        PGPASSWORD=$password "$(psql_program)" -qX -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U postgres -d $database \
            -c 'create extension if not exists vector' >&2 || return 1
    done
    echo "$1: $("$bin/postgres" --version)" >"$run/kind"
    write_url "$password" "$port"
}

psql_program() { if [ -x "$bin/psql" ]; then echo "$bin/psql"; else echo psql; fi; }

start_docker() {
    have docker && docker info >/dev/null 2>&1 || return 1
    rm -rf "$run"
    mkdir -p "$run"
    password=$(random_password)
    port=$(free_port)
    docker rm -f "$container" >/dev/null 2>&1 || true
    docker run -d --rm --name "$container" -e POSTGRES_PASSWORD="$password" -p "127.0.0.1:$port:5432" --shm-size=1g \
        "$PGV_IMAGE" -c fsync=off -c max_connections=200 >/dev/null || return 1
    tries=0
    until docker exec "$container" pg_isready -h 127.0.0.1 -q; do # its first start is on a socket only
        tries=$((tries + 1))
        [ $tries -lt 120 ] || return 1
        sleep 0.5
    done
    for database in postgres template1; do
        docker exec "$container" psql -qU postgres -d $database -c 'create extension if not exists vector' >&2 || return 1
    done
    echo docker >"$run/kind"
    write_url "$password" "$port"
}

# running: whether the server that url names answers. Its process id would not do: after a
# restart of the machine another process may have it.
running() {
    [ -e "$run/url" ] || return 1
    if [ "$(cat "$run/kind")" = docker ]; then
        docker exec "$container" pg_isready -q >/dev/null 2>&1
        return
    fi
    bin=$(cat "$run/bin")
    [ -x "$bin/pg_ctl" ] && [ "$("$(psql_program)" -XAtqc 'select 1' "$(cat "$run/url")" 2>/dev/null)" = 1 ]
}

# stop_server: one that does not answer is left alone, it ends once its data are gone.
stop_server() {
    if running; then
        if [ "$(cat "$run/kind")" = docker ]; then
            docker stop "$container" >/dev/null 2>&1 || true
        else
            (cd / && as_server "$bin/pg_ctl" -D "$run/data" -m immediate -w stop >/dev/null 2>&1) || true
        fi
    fi
    rm -rf "$run"
}

# crash: what was written stays, since only the server ends and not the machine. A
# transaction that synchronous_commit=off told before it was written is lost.
crash() {
    running || die "no server runs"
    if [ "$(cat "$run/kind")" = docker ]; then
        docker restart -s KILL "$container" >/dev/null
    else
        port=$(sed -n 's#.*@127.0.0.1:\([0-9]*\)/.*#\1#p' "$run/url")
        (cd / && as_server "$bin/pg_ctl" -D "$run/data" -l "$run/data/server.log" -m immediate -w -t 60 -o "-p $port" restart \
            >/dev/null 2>&1 </dev/null)
    fi
}

# lock: one run at a time. The lock of a process that is gone is broken, by one run at a
# time too, since it might already be another's.
lock() {
    mkdir -p "$home"
    tries=0
    until mkdir "$home/lock" 2>/dev/null; do
        if mkdir "$home/lock.break" 2>/dev/null; then
            holder=$(cat "$home/lock/pid" 2>/dev/null || true)
            if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then rm -rf "$home/lock"; fi
            rmdir "$home/lock.break"
        fi
        tries=$((tries + 1))
        [ $tries -lt 600 ] || die "another run holds $home/lock; delete it when there is none"
        sleep 0.5
    done
    trap 'rm -rf "$home/lock"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    echo $$ >"$home/lock/pid"
}

check_url() {
    [ "$DAODU_TEST_DATABASE_URL" != none ] || die "DAODU_TEST_DATABASE_URL is none"
    if have psql; then
        version=$(psql -XAtq "$DAODU_TEST_DATABASE_URL" -c \
            "select default_version from pg_available_extensions where name = 'vector'") ||
            die "the server of DAODU_TEST_DATABASE_URL does not answer"
        [ -n "$version" ] || die "the server of DAODU_TEST_DATABASE_URL has no pgvector"
        at_least "$version" "$PGV_MIN" || die "DAODU_TEST_DATABASE_URL has pgvector $version; it takes $PGV_MIN"
    fi
    echo "$DAODU_TEST_DATABASE_URL"
}

start() {
    if [ "$PGV_METHOD" = url ] || { [ "$PGV_METHOD" = auto ] && [ -n "${DAODU_TEST_DATABASE_URL:-}" ]; }; then
        check_url
        return
    fi
    lock
    if running; then
        cat "$run/url"
        return
    fi
    methods=$PGV_METHOD
    if [ "$methods" = auto ]; then methods="local brew unpack build docker"; fi
    for method in $methods; do
        if [ "$method" = docker ]; then
            start_docker || continue
        else
            "find_$method" && start_server "$method" || continue
        fi
        say "$(cat "$run/kind")"
        cat "$run/url"
        return
    done
    die "no PostgreSQL with pgvector could be had; set DAODU_TEST_DATABASE_URL, or install one:
  Debian 13:  apt install postgresql-17-pgvector     macOS:  brew install postgresql@17 pgvector
  docker:     docker run -e POSTGRES_PASSWORD=x -p 127.0.0.1:5432:5432 pgvector/pgvector:pg17"
}

case ${1:-start} in
start) start ;;
stop) lock && stop_server ;;
status) if running; then cat "$run/kind"; else echo "not running"; exit 1; fi ;;
crash) crash ;;
clean) lock && stop_server && rm -rf "$home"/unpack-* "$home"/build-* "$home/work" ;;
*) die "usage: $0 start|stop|status|crash|clean" ;;
esac
