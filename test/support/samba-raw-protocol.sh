#!/bin/bash
# Runs Samba's raw_protocol suite (the tests that need no account) against the endpoint on port 135. It must be started
# inside a network namespace of its own: `unshare -rn bash samba-raw-protocol.sh NODE SERVE_SCRIPT WORK_FOLDER`.
set -eu
node=$1 serve=$2 work=$3
suite=/usr/lib/python3/dist-packages/samba/tests/dcerpc/raw_protocol.py
names=$(grep -oP 'def \Ktest_(no_auth_\w+|alter_no_auth_no_ctx|invalid_auth_noctx|auth_none_\w+|alloc_hint|neg_xmit_\w+|assoc_group_(fail1|fail2|diff1|ok1))(?=\()' "$suite" |
  grep -v -e ffff_smb -e no_auth_ctx_request | sed 's/^/samba.tests.dcerpc.raw_protocol.TestDCERPC_BIND./')
printf '[global]\n' > "$work/min.conf"
export SERVER=127.0.0.1 SMB_CONF_PATH="$work/min.conf" IGNORE_RANDOM_PAD=1
ip link set lo up
exec 3< <(exec "$node" "$serve" 127.0.0.1 135)
host=$!
trap 'kill "$host"' EXIT
# The first line says that the port is open.
read -r line <&3
echo "$line"
status=0
/usr/bin/python3 -m unittest $names 2>&1 || status=$?
exit "$status"
