#!/usr/bin/env bash
# Trains the packaged application, so that the next start finds its classes loaded and linked:
#   deploy/aot/train.sh [target/quarkus-app]
# On JDK 25 and newer it leaves app.aot there (-XX:AOTCache=app.aot), before that app.jsa (-XX:SharedArchiveFile=app.jsa).
# Either is good for the very JVM that ran this only (JAVA_HOME, else the java on the path) and for these very jars:
# copy with cp -a. Nothing but bash is needed; nobody outside is asked.
set -euo pipefail

app=${1:-target/quarkus-app}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
cd "$app"
log=$(mktemp)
trap 'rm -f "$log"' EXIT

version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.specification.version = //p')
if [ "${version%%.*}" -ge 25 ]; then
  cache=app.aot option=-XX:AOTCacheOutput=app.aot
else
  cache=app.jsa option=-XX:ArchiveClassesAtExit=app.jsa
fi
rm -f "$cache"

# the demo answers; the access key and the closed Redis are there to have their classes seen too
key=training
env -i PATH="$PATH" \
  CARAMBA_DEMO=true \
  CARAMBA_ACCESS_KEYS_TRAINING="$(printf '%s' "$key" | sha256sum | cut -d' ' -f1)" \
  REDIS_URL=redis://127.0.0.1:1 \
  QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT=0 \
  "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "$option" -jar quarkus-run.jar >"$log" 2>&1 &
pid=$!

fail() {
  echo "train.sh: $1" >&2
  cat "$log" >&2
  kill "$pid" 2>/dev/null || true
  exit 1
}

port=
for _ in $(seq 600); do
  port=$(sed -n 's/.*Listening on: http:\/\/[^:]*:\([0-9]*\).*/\1/p' "$log")
  [ -z "$port" ] || break
  kill -0 "$pid" 2>/dev/null || fail "it ended before it listened"
  sleep 0.1
done
[ -n "$port" ] || fail "it does not listen after a minute"

# ask METHOD PATH STATUS [BODY [HEADER]...]
ask() {
  local method=$1 path=$2 status=$3 body=${4:-} answer
  shift $(($# < 4 ? $# : 4))
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  {
    printf '%s %s HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nauthorization: Bearer %s\r\n' "$method" "$path" "$key"
    for header in "$@"; do printf '%s\r\n' "$header"; done
    printf 'content-type: %s\r\ncontent-length: %d\r\n\r\n%s' "${content_type:-application/json}" "${#body}" "$body"
  } >&3
  answer=$(cat <&3)
  exec 3>&-
  [[ $answer == "HTTP/1.1 $status "* ]] || fail "$method $path: ${answer%%$'\r'*} instead of $status"
}

chat='"messages":[{"role":"user","content":"Hi"}]'
for _ in 1 2 3 4; do
  ask POST /generate 200 '{"model":"demosteady","prompt":"Hi"}'
  ask POST /v1/chat/completions 200 "{\"model\":\"auto\",$chat}"
  ask POST /v1/chat/completions 200 "{\"model\":\"auto\",\"stream\":true,$chat}"
  for stream in false true; do
    ask POST /v1/messages 200 "{\"model\":\"auto\",\"max_tokens\":9,\"stream\":$stream,$chat}" 'anthropic-version: 2023-06-01'
    ask POST /v1/responses 200 "{\"model\":\"auto\",\"input\":\"Hi\",\"stream\":$stream}"
  done
  ask POST / 200 '{"prompt":"Hi"}' 'ce-specversion: 1.0' 'ce-type: caramba.generate' 'ce-source: /train' 'ce-id: 1'
  content_type=application/cloudevents+json ask POST / 200 \
    '{"specversion":"1.0","type":"caramba.generate","source":"/train","id":"2","data":{"prompt":"Hi"}}'
done
ask POST /generate 404 '{"model":"nobody","prompt":"Hi"}'
ask GET /v1/models 200
ask GET /providers 200
ask GET /q/health/ready 200
ask GET /q/health/live 200
ask GET /q/metrics 200

kill "$pid"
wait "$pid" || true
[ -s "$cache" ] || fail "no $cache was written"
echo "$(pwd)/$cache"
