/** The shell script that one line on a new machine runs: it fetches the bundle, checks its hash, enrols, and starts it under systemd where there is one. */
export function installScript(origin: string, bundleHash: string): string {
  return `#!/bin/sh
# Installs the Nocturne collector: curl -fsSL ${quoted(origin)}/collector/install.sh | sudo sh -s -- --token <code>
set -eu

SERVER=${quoted(origin)}
HASH=${quoted(bundleHash)}
TOKEN=""
NAME=""
DIR=/opt/nocturne-collector
STATE=/var/lib/nocturne-collector
UPGRADE=""

while [ $# -gt 0 ]; do
  case "$1" in
    --token) TOKEN="$2"; shift 2 ;;
    --name) NAME="$2"; shift 2 ;;
    --server) SERVER="$2"; shift 2 ;;
    --dir) DIR="$2"; shift 2 ;;
    --state) STATE="$2"; shift 2 ;;
    --self-upgrade) UPGRADE="--self-upgrade"; shift ;;
    *) echo "unknown option: $1" >&2; exit 2 ;;
  esac
done

fail() { echo "nocturne-collector: $1" >&2; exit 1; }

command -v node >/dev/null 2>&1 || fail "Node 20.19 or later is needed; install it and run this again."
NODE=$(command -v node)
"$NODE" -e 'const [a,b]=process.versions.node.split(".").map(Number);process.exit(a>20||(a===20&&b>=19)?0:1)' \\
  || fail "Node 20.19 or later is needed; this is $("$NODE" --version)."

mkdir -p "$DIR" "$STATE"
chmod 0700 "$STATE"
"$NODE" --input-type=module - "$SERVER" "$HASH" "$DIR" <<'FETCH' || fail "the bundle could not be fetched from $SERVER"
import { createHash } from "node:crypto";
import { renameSync, writeFileSync } from "node:fs";
const [server, hash, dir] = process.argv.slice(2);
const answer = await fetch(server + "/collector/nocturne-collector.mjs");
if (!answer.ok) throw new Error("the console answered " + answer.status);
const bytes = Buffer.from(await answer.arrayBuffer());
if (createHash("sha256").update(bytes).digest("hex") !== hash) throw new Error("the bundle's hash is not the announced one");
writeFileSync(dir + "/nocturne-collector.mjs.tmp", bytes, { mode: 0o755 });
renameSync(dir + "/nocturne-collector.mjs.tmp", dir + "/nocturne-collector.mjs");
FETCH

if [ -n "$TOKEN" ]; then
  "$NODE" "$DIR/nocturne-collector.mjs" enrol --server "$SERVER" --token "$TOKEN" --state "$STATE" \${NAME:+--name "$NAME"}
elif [ ! -f "$STATE/collector.json" ]; then
  fail "give the one-time code with --token"
fi

if [ -d /run/systemd/system ] && [ "$(id -u)" = 0 ]; then
  cat >/etc/systemd/system/nocturne-collector.service <<UNIT
[Unit]
Description=Nocturne collector
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=$NODE --max-semi-space-size=1 --max-old-space-size=96 $DIR/nocturne-collector.mjs run --state $STATE $UPGRADE
Restart=always
RestartSec=5
Nice=5
MemoryMax=256M
NoNewPrivileges=true
ProtectHome=read-only
PrivateTmp=true

[Install]
WantedBy=multi-user.target
UNIT
  systemctl daemon-reload
  systemctl enable nocturne-collector.service
  systemctl restart nocturne-collector.service
  echo "The collector runs: systemctl status nocturne-collector"
else
  echo "Start it with: $NODE $DIR/nocturne-collector.mjs run --state $STATE"
fi
`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
