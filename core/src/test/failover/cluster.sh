#!/usr/bin/env bash
# Three PostgreSQL servers on this machine: one primary and two replicas, of which at least one has every commit before it
# is acknowledged (synchronous quorum replication). For FailoverTest, and for trying out by hand what a failover is like.
#
#   cluster.sh start DIR PORT   makes and starts nodes 1, 2, 3 on the ports PORT, PORT+1, PORT+2
#   cluster.sh kill DIR NODE    kills a node with all its processes, as a loss of power would
#   cluster.sh promote DIR      makes the most advanced living replica the primary, and the others follow it
#   cluster.sh stop DIR         stops what runs, and deletes DIR
#
# Needs PostgreSQL's server programs: on Debian and Ubuntu, apt-get install postgresql. PG_BIN says where they are, if
# not under /usr/lib/postgresql. They refuse to run as root; then they get a user namespace of their own (unshare -U).
set -euo pipefail

bin=${PG_BIN:-$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)}

pg() {
  local program=$1
  shift
  if [ "$(id -u)" = 0 ]; then unshare -U "$bin/$program" "$@"; else "$bin/$program" "$@"; fi
}

port() { echo $(($(cat "$dir/port") + $1 - 1)); }

sql() { pg psql -X -h 127.0.0.1 -p "$(port "$1")" -U postgres -d postgres -Atqc "$2"; }

# Kept in quotes in postgresql.conf and as an argument of ALTER SYSTEM.
conninfo() { echo "host=127.0.0.1 port=$(port "$1") user=postgres application_name=n$2"; }

start_node() { pg pg_ctl -D "$dir/n$1" -l "$dir/n$1.log" -w -t 120 start >"$dir/start$1.log"; }

# All nodes have the same settings, so that each of them can be primary.
configure() {
  cat >>"$dir/n$1/postgresql.conf" <<SETTINGS
port = $(port "$1")
cluster_name = 'n$1'
SETTINGS
}

start() {
  mkdir -p "$dir"
  echo "$1" >"$dir/port"
  pg initdb -D "$dir/n1" -U postgres -A trust -E UTF8 --no-locale >"$dir/initdb.log"
  cat >>"$dir/n1/postgresql.conf" <<SETTINGS
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
fsync = on
synchronous_commit = on
wal_keep_size = '512MB'
SETTINGS
  configure 1
  start_node 1
  for node in 2 3; do
    pg pg_basebackup -h 127.0.0.1 -p "$(port 1)" -U postgres -D "$dir/n$node" -c fast -X stream
    configure "$node"
    touch "$dir/n$node/standby.signal"
    echo "primary_conninfo = '$(conninfo 1 "$node")'" >>"$dir/n$node/postgresql.conf"
    start_node "$node"
  done
  # Only now, since from now on commits wait for one of them. A primary does not wait for itself.
  for node in 1 2 3; do
    echo "synchronous_standby_names = 'ANY 1 (n1, n2, n3)'" >>"$dir/n$node/postgresql.conf"
    sql "$node" "SELECT pg_reload_conf()" >/dev/null
  done
  until [ "$(sql 1 "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'quorum'")" = 2 ]; do sleep 0.1; done
  sql 1 "SELECT application_name || ' is a ' || sync_state || ' standby' FROM pg_stat_replication ORDER BY 1"
}

alive() { [ -f "$dir/n$1/postmaster.pid" ] && kill -0 "$(head -1 "$dir/n$1/postmaster.pid")" 2>/dev/null; }

kill_node() {
  local postmaster
  postmaster=$(head -1 "$dir/n$1/postmaster.pid")
  kill -STOP "$postmaster" # so that it starts nothing while its children are looked up
  kill -9 $(ps -o pid= --ppid "$postmaster") "$postmaster"
  while kill -0 "$postmaster" 2>/dev/null; do sleep 0.05; done
  echo "killed node $1"
}

promote() {
  local best='' best_lsn='' lsn
  for node in 1 2 3; do
    if alive "$node" && [ "$(sql "$node" "SELECT pg_is_in_recovery()")" = t ]; then
      lsn=$(sql "$node" "SELECT pg_last_wal_receive_lsn()")
      echo "node $node has received $lsn"
      if [ -z "$best" ] || [ "$(sql "$node" "SELECT '$lsn'::pg_lsn > '$best_lsn'::pg_lsn")" = t ]; then
        best=$node
        best_lsn=$lsn
      fi
    fi
  done
  [ -n "$best" ] || { echo "no replica is alive" >&2; exit 1; }
  sql "$best" "SELECT pg_promote(true, 60)" >/dev/null
  for node in 1 2 3; do
    if [ "$node" != "$best" ] && alive "$node"; then
      sql "$node" "ALTER SYSTEM SET primary_conninfo = '$(conninfo "$best" "$node")'"
      sql "$node" "SELECT pg_reload_conf()" >/dev/null
    fi
  done
  echo "promoted node $best"
}

stop() {
  for node in 1 2 3; do
    if alive "$node"; then pg pg_ctl -D "$dir/n$node" -m immediate -w stop >/dev/null; fi
  done
  rm -rf "$dir"
}

command=$1
dir=$2
shift 2
case $command in
  start) start "$@" ;;
  kill) kill_node "$@" ;;
  promote) promote ;;
  stop) stop ;;
  *) echo "unknown command: $command" >&2; exit 2 ;;
esac
