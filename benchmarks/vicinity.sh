# Sourced by benchmarks that ask a running Vicinity: ./run on empty data in a temporary folder, and how to talk to it.
# Needs curl.
work=$(mktemp -d)
http=${VICINITY_HTTP_PORT:-18181}
export VICINITY_HTTP_PORT=$http VICINITY_SSH_PORT=${VICINITY_SSH_PORT:-18101} VICINITY_SMTP_PORT=${VICINITY_SMTP_PORT:-18125}
export VICINITY_PUBLIC_URL=http://localhost:$http VICINITY_OPERATOR_KEY=benchmark VICINITY_DATA=$work/data
api=http://localhost:$http/api/v1
mailbox=http://localhost:$http/mailbox/messages.json

now() { date +%s.%N; }
since() { awk -v from="$1" -v to="$(now)" 'BEGIN { printf "%.1f", to - from }'; }

# Comes back with the first answer.
start_vicinity() {
    ./run > "$work/run.log" & server=$!
    trap 'kill -TERM $server; wait $server || true; rm -rf "$work"' EXIT
    until [ "$(curl -s -o /dev/null -w '%{http_code}' "$api/service")" = 200 ]; do
        kill -0 "$server" || { cat "$work/run.log" >&2; exit 1; }
        sleep 0.1
    done
}

call() { curl -sS --fail-with-body -b "$work/cookies" -c "$work/cookies" -H 'Content-Type: application/json' "$@"; }
mails() { curl -s "$mailbox" | grep -o '"number"' | wc -l; }
await_mails() { until [ "$(mails)" -ge "$1" ]; do sleep 0.05; done; }

# An account, logged in; its CSRF token is in $csrf.
enroll() {
    until curl -s "$api/offenders?limit=1" | grep -q '"items":\[{'; do sleep 0.5; done
    call -d '{"email":"benchmark@example.org","password":"juniper larkspur 41"}' "$api/enrollments"
    await_mails 1
    local token
    token=$(curl -s "$mailbox" | grep -o 'confirm?token=[A-Za-z0-9_-]*' | head -n 1 | cut -d= -f2)
    call -d "{\"token\":\"$token\"}" "$api/enrollments/confirmations"
    csrf=$(call -d '{"email":"benchmark@example.org","password":"juniper larkspur 41"}' "$api/sessions" | cut -d'"' -f4)
}

# Applies the CSV on standard input as the snapshot of a feed.
apply_snapshot() {
    curl -sS -o "$work/import" -H 'Authorization: Bearer benchmark' -H 'Content-Type: text/csv' --data-binary @- \
        "$api/registry/snapshots?feed=$1"
    local id
    id=$(cut -d'"' -f4 "$work/import")
    until curl -s -H 'Authorization: Bearer benchmark' "$api/registry/imports/$id" | grep -q '"state":"applied"'; do
        sleep 0.05
    done
}
