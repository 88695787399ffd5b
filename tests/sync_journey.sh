#!/usr/bin/env bash
# A server and its devices with real processes over loopback: three people, one of them offline for
# a week, a server killed in mid-push, a conflict explained in words, a stand-alone workspace that
# is handed over. In the end everybody has what the server has, as far as they may see it.
# Usage: tests/sync_journey.sh [path to netra]; exits 0 when every step did what it must.
set -euo pipefail

NETRA=${1:-${NETRA:-target/debug/netra}}
[ -x "$NETRA" ] || { echo "build first: cargo build -p netra-cli" >&2; exit 2; }
NETRA=$(realpath "$NETRA")
DIR=$(mktemp -d)
SERVER=
stop() { [ -z "$SERVER" ] || kill -9 "$SERVER" 2>/dev/null || true; }
trap 'stop; rm -rf "$DIR"' EXIT
cd "$DIR"
unset NETRA_WORKSPACE NETRA_EMAIL NETRA_INVITATION NETRA_ATTACH NETRA_CA || true
# Every copy but the caller's is encrypted, by a passphrase that is at hand.
export NETRA_PASSPHRASE='a long way to the server' NETRA_PASSWORD='correct horse battery staple'
STEPS=0
PORT=0
ADDRESS=

at() { export NETRA_NOW="$1"; }
ok() { STEPS=$((STEPS + 1)); echo "ok $STEPS - $1"; }
die() { echo "not ok - $1" >&2; [ ! -f server.log ] || tail -5 server.log >&2; exit 1; }
is() { [ "$1" = "$2" ] || die "expected “$2”, got “$1” ($3)"; }
# The server begins at NETRA_NOW and its clock goes on; it keeps its port when started again.
serve() {
    : > address.json
    "$NETRA" serve --data srv --listen "127.0.0.1:$PORT" --per-minute 5000 > address.json 2>> server.log &
    SERVER=$!
    for _ in $(seq 200); do [ -s address.json ] && break; sleep 0.05; done
    ADDRESS=$(jq -r .address address.json)
    PORT=${ADDRESS##*:}
    [ -n "$PORT" ] || die "the server did not start"
}
# until_answered ROUTE: the server, since it was started
until_answered() {
    for _ in $(seq 600); do
        curl -sf "$ADDRESS/metrics" | grep -q "route=\"/api/v1/$1\",status=\"200\"" && return
        sleep 0.01
    done
    die "the server never answered $1: $(cat caller.err)"
}
on() { local copy=$1; shift; "$NETRA" --json -w "$copy" "$@"; }
run() { on "$1" run "$2" "$3" | jq -c .outcome; }
# refused CODE COMMAND…: it must fail, and say so
refused() {
    local code=$1 out; shift
    if out=$("$@" 2>&1); then die "passed: $* → $out"; fi
    is "$(jq -r .error.code <<<"$out")" "$code" "$*: $out"
}
person() { on own ask person.list '{}' | jq -r ".rows[]|select(.email==\"$1@acme.example\").id"; }
# connected COPY WHO [OPTION]: a new device of somebody whom the owner invites
connected() {
    local code; code=$(on own invite "$2@acme.example" | jq -r .invitation)
    on "$1" connect "$ADDRESS/acme" --email "$2@acme.example" --invitation "$code" --label "$1" ${3:-} > "$1.json"
}
# The same questions, to a copy and to the server's own file as the same person: word for word.
same_as_server() { # COPY WHO
    local query
    for query in 'lead.list {}' 'person.list {}' 'queue.next {}' 'home.summary {}'; do
        diff <(on "$1" ask ${query% *} "${query#* }" 2>&1) \
            <(on srv/workspaces/acme --as "$2@acme.example" ask ${query% *} "${query#* }" 2>&1) > differs \
            || die "$1 and the server differ on $query: $(head -c 600 differs)"
    done
    for lead in $(on "$1" ask lead.list '{}' | jq -r '.rows[].id'); do
        diff <(on "$1" ask lead.get "{\"lead\":\"$lead\"}" | jq -S 'del(.history,.timeline)') \
            <(on srv/workspaces/acme --as "$2@acme.example" ask lead.get "{\"lead\":\"$lead\"}" | jq -S 'del(.history,.timeline)') > differs \
            || die "$1 and the server differ on a lead: $(head -c 600 differs)"
    done
}

# 1. a server, its workspace, the first owner
at 2026-08-03T10:00:00+05:30
refused serve.needs_tls "$NETRA" serve --data srv --listen 0.0.0.0:0
refused serve.workspace_name "$NETRA" tenant create ../acme --data srv --owner-email owner@acme.example
CODE=$("$NETRA" tenant create acme --data srv --firm-name "Acme Consulting" --owner-name "Olivia Rao" \
    --owner-email owner@acme.example --state-code 27 --tax-number 27AAPFU0939F1ZV | jq -r .invitation)
serve
is "$(curl -s "$ADDRESS/healthz")" ok health
refused account.password_short env NETRA_PASSWORD=short "$NETRA" --json -w own connect "$ADDRESS/acme" \
    --email owner@acme.example --invitation "$CODE"
on own connect "$ADDRESS/acme" --email owner@acme.example --invitation "$CODE" --label own > own.json
is "$(jq -r .state own.json)" up_to_date "the owner's copy"
refused account.invitation env NETRA_PASSWORD='not the right one' "$NETRA" --json -w again connect "$ADDRESS/acme" --email owner@acme.example --invitation "$CODE"
refused account.wrong env NETRA_PASSWORD='not the right one' "$NETRA" --json -w again connect "$ADDRESS/acme" --email owner@acme.example
[ ! -e again ] || die "a refused sign-in left a folder"
ok "a server that speaks only here, and its first owner with a password of their own"

# 2. people, each on a copy of their own
for who in floor:telecalling_manager caller:telecaller caller2:telecaller; do
    run own person.add "{\"name\":\"${who%%:*} one\",\"email\":\"${who%%:*}@acme.example\",\"roles\":[\"${who##*:}\"],\"languages\":[\"en\",\"hi\"]}" > /dev/null
done
is "$(on own status | jq .sync.waiting)" 3 "waiting"
on own sync > /dev/null
is "$(on own status | jq -r .sync.state)" up_to_date "after the sync"
connected floor floor
connected caller caller --unencrypted
CALLER=$(person caller); CALLER2=$(person caller2)
refused sync.not_yours on caller --as owner@acme.example ask lead.list '{}'
refused forbidden on floor invite owner@acme.example
for n in 1 2 3 4 5 6; do
    LEAD[n]=$(run floor lead.create "{\"name\":\"Lead $n\",\"phone\":\"+91982200000$n\",\"city\":\"Pune\"}" | jq -r .lead)
done
run floor lead.assign "{\"leads\":[\"${LEAD[1]}\",\"${LEAD[2]}\",\"${LEAD[3]}\",\"${LEAD[4]}\"],\"to\":\"$CALLER\"}" > /dev/null
run floor lead.assign "{\"leads\":[\"${LEAD[5]}\"],\"to\":\"$CALLER2\"}" > /dev/null
on floor sync > /dev/null
on caller sync > /dev/null
is "$(on caller ask lead.list '{}' | jq '.rows|length')" 4 "the caller's leads"
is "$(on floor ask lead.list '{}' | jq '.rows|length')" 6 "the floor's leads"
same_as_server caller caller
same_as_server floor floor
ok "three people on copies of their own; the caller has four leads and no trace of the others"

# 3. a week without network: the caller works on, the floor does too
for day in 04 05 06 07 08; do
    at "2026-08-${day}T11:00:00+05:30"
    for n in 1 2 3 4; do
        for line in $(seq 9); do
            run caller lead.add_note "{\"lead\":\"${LEAD[n]}\",\"body\":\"Day $day, line $line. कल फिर।\"}" > /dev/null
        done
    done
done
at 2026-08-08T12:00:00+05:30
for n in $(seq 30); do run caller lead.update "{\"lead\":\"${LEAD[4]}\",\"city\":\"Town $n\"}" > /dev/null; done
run caller lead.update "{\"lead\":\"${LEAD[1]}\",\"city\":\"Nashik\"}" > /dev/null
is "$(on caller status | jq .sync.waiting)" 211 "waiting after a week"
is "$(on caller ask lead.get "{\"lead\":\"${LEAD[1]}\"}" | jq -r '.city // .lead.city')" Nashik "what the caller sees at once"
# Meanwhile lead 2 is given to somebody else, and lead 3 put away.
run floor lead.assign "{\"leads\":[\"${LEAD[2]}\"],\"to\":\"$CALLER2\"}" > /dev/null
run floor lead.archive "{\"leads\":[\"${LEAD[3]}\"]}" > /dev/null
on floor sync > /dev/null
ok "a week of 211 changes without network, shown at once; meanwhile others changed the same leads"

# 4. back again: signed out by time, signed in, and the server dies in mid-push, twice
kill -9 "$SERVER"; wait "$SERVER" 2>/dev/null || true
at 2026-08-11T10:00:00+05:30
refused sync.unreachable on caller sync
serve
refused account.signed_out on caller sync
# It dies as soon as the caller has tokens: the first 200 are under way.
on caller connect "$ADDRESS/acme" --email caller@acme.example > caller.json 2> caller.err &
CONNECT=$!
until_answered sign-in
kill -9 "$SERVER"; wait "$SERVER" 2>/dev/null || true
if wait "$CONNECT"; then die "it was over before the server was killed"; fi
[ "$(on caller status | jq .sync.waiting)" -ge 11 ] || die "nothing waits: it was not killed in the midst"
serve
# And at some moment of what comes next, wherever that is.
on caller sync > caller.json 2> caller.err &
CONNECT=$!
sleep 0.3
kill -9 "$SERVER"; wait "$SERVER" 2>/dev/null || true
wait "$CONNECT" || true
serve
on caller sync > caller.json
is "$(on caller status | jq .sync.waiting)" 0 "nothing waits"
on floor connect "$ADDRESS/acme" --email floor@acme.example > /dev/null
on own connect "$ADDRESS/acme" --email owner@acme.example > /dev/null
NOTES=$(on srv/workspaces/acme ask lead.get "{\"lead\":\"${LEAD[1]}\"}" | jq '[.. | strings | select(startswith("Day "))] | length')
is "$NOTES" 45 "notes on the first lead: none lost, none twice"
ok "the server was killed twice in mid-push; every change arrived once"

# 5. what could not be applied is explained
on caller attention > attention.json
COUNT=$(jq '.rows|length' attention.json)
[ "$COUNT" -ge 1 ] || die "nothing under attention"
jq -e '.rows|all(.reason != .code and (.reason|length) > 15)' attention.json > /dev/null || die "a reason without words"
FIRST=$(jq -r '.rows[0].command' attention.json)
[ "$(on caller --locale hi attention | jq -r '.rows[0].reason')" != "$(jq -r '.rows[0].reason' attention.json)" ] || die "no Hindi"
on caller attention --discard "$FIRST" > rest.json
is "$(jq '.rows|length' rest.json)" $((COUNT - 1)) "one let go"
ok "$COUNT changes need attention, each with its reason: $(jq -r '.rows[0].reason' attention.json)"

# 6. everybody has what the server has
is "$(on caller ask lead.list '{}' | jq -c '[.rows[].id]|length')" "$(on srv/workspaces/acme --as caller@acme.example ask lead.list '{}' | jq '.rows|length')" "leads"
same_as_server caller caller
same_as_server floor floor
same_as_server own owner
connected caller2 caller2
same_as_server caller2 caller2
on own2 connect "$ADDRESS/acme" --email owner@acme.example --label own2 > /dev/null
same_as_server own2 owner
is "$(on srv/workspaces/acme doctor | jq -r .healthy)" true "the server's file"
is "$(on caller doctor | jq -r .healthy)" true "the caller's file"
ok "five copies agree with the server on every question, a new device among them"

# 7. a file goes from one copy to another, over a server that dies in between
head -c 5300000 /dev/urandom > minutes.pdf
FILE=$(on own add-file minutes.pdf | jq -r .file)
on own run setting.set "{\"key\":\"brand.logo\",\"value\":\"$FILE\"}" > /dev/null
head -c 700000 /dev/urandom > private.pdf
PRIVATE=$(on own add-file private.pdf | jq -r .file)
on own sync > first.json 2>&1 &
SYNC=$!
sleep 0.25
kill -9 "$SERVER"; wait "$SERVER" 2>/dev/null || true
wait "$SYNC" || true
serve
on own sync > second.json
is "$(on own status | jq .sync.waiting)" 0 "nothing waits"
on srv/workspaces/acme get-file "$FILE" there.pdf > /dev/null
cmp minutes.pdf there.pdf || die "the server has other bytes"
on caller sync > fetched.json
is "$(jq -c '[.files_fetched,.bytes_fetched,.files_absent]' fetched.json)" "[1,5300000,0]" "what the caller fetched"
on caller get-file "$FILE" here.pdf > /dev/null
cmp minutes.pdf here.pdf || die "the caller has other bytes"
refused file.not_found on caller get-file "$PRIVATE" stolen.pdf
on own2 sync > /dev/null
rm -r own2/files
on own2 get-file "$PRIVATE" own2.pdf > /dev/null # fetched because it is asked for
cmp private.pdf own2.pdf || die "the owner's other copy has other bytes"
is "$(on srv/workspaces/acme doctor | jq -r .healthy)" true "the server's file"
ok "a file of 5 MB went from one copy to another ($(jq -c .bytes_sent second.json) bytes after the server was killed), and one that is nobody's but the owner's to the owner only"

# 8. a device is revoked, a member suspended
on own device > devices.json
REVOKED=$(jq -r '.rows[]|select(.label=="own2").id' devices.json)
on own device --revoke "$REVOKED" > /dev/null
refused sync.revoked on own2 sync
run own person.set_status "{\"person\":\"$CALLER2\",\"is_active\":false}" > /dev/null
on own sync > /dev/null
on caller2 sync > /dev/null
is "$(on caller2 status | jq .people)" 0 "people on a suspended member's copy"
refused actor.suspended "$NETRA" --json -w new connect "$ADDRESS/acme" --email caller2@acme.example
ok "a revoked device is not heard; a suspended member's copy is empty after the next sync"

# 9. a stand-alone workspace is handed over
"$NETRA" init alone --name "Beta Advisors" --owner-email owner@beta.example --state-code 27 > /dev/null
run alone lead.create '{"name":"Only here","phone":"+919822099999"}' > /dev/null
refused sync.needs_code on alone connect "$ADDRESS/beta" --email owner@beta.example
CODE=$("$NETRA" tenant reserve beta --data srv | jq -r .attach)
refused account.invitation on alone connect "$ADDRESS/acme" --email owner@beta.example --attach "$CODE"
on alone connect "$ADDRESS/beta" --email owner@beta.example --attach "$CODE" > alone.json
is "$(jq -r .state alone.json)" up_to_date "handed over"
run alone lead.create '{"name":"Second","phone":"+919822099998"}' > /dev/null
on alone sync > /dev/null
on beta2 connect "$ADDRESS/beta" --email owner@beta.example > /dev/null
is "$(on beta2 ask lead.list '{}' | jq -c '[.rows[].name]|sort')" '["Only here","Second"]' "the second device"
is "$(on beta2 doctor | jq -r .healthy)" true "the second device's file"
refused account.wrong "$NETRA" --json -w new connect "$ADDRESS/acme" --email owner@beta.example
ok "a stand-alone workspace lives on the server now; another tenant's people are not let in"

# 10. hints: a change on one copy is on another at once, and a damaged copy is noticed
"$NETRA" --json -w own sync --watch > watched.jsonl 2> watched.err &
WATCH=$!
for _ in $(seq 100); do grep -q 'netra_live_connections 1' <(curl -s "$ADDRESS/metrics") && break; sleep 0.1; done
run floor lead.create '{"name":"Hinted","phone":"+919822088888"}' > /dev/null
on floor sync > /dev/null
BEGAN=$(date +%s%3N)
for _ in $(seq 200); do on own ask lead.list '{}' | grep -q Hinted && break; sleep 0.05; done
TOOK=$(($(date +%s%3N) - BEGAN))
on own ask lead.list '{}' | grep -q Hinted || die "the hint did not bring it: $(cat watched.err)"
[ "$TOOK" -lt 15000 ] || die "it took $TOOK ms: no hint"
run own lead.create '{"name":"Watched","phone":"+919822088887"}' > /dev/null
for _ in $(seq 200); do [ "$(on own status | jq .sync.waiting)" = 0 ] && break; sleep 0.1; done
is "$(on own status | jq .sync.waiting)" 0 "what was given while it watched"
kill "$WATCH"; wait "$WATCH" || die "told to stop, the watch ended with $?: $(cat watched.err)"
on floor sync --check > checked.json
is "$(jq .started_over checked.json)" false "nothing differs"
ok "a change on one copy is on another after $TOOK ms, by a hint; what is given there goes up by itself"

# 11. a copy whose database is damaged is fetched anew, and what waited in it arrives, once
run caller lead.add_note "{\"lead\":\"${LEAD[1]}\",\"body\":\"Arrived already.\"}" > /dev/null
cp caller/waiting.log early.log
on caller sync > /dev/null
for n in 1 2 3; do
    run caller lead.add_note "{\"lead\":\"${LEAD[1]}\",\"body\":\"Only here $n.\"}" > /dev/null
done
head -c 40000 /dev/urandom > waits.pdf
WAITS=$(on caller add-file waits.pdf | jq -r .file)
tail -n 1 early.log > arrived.line
{ cat caller/waiting.log; echo; cat arrived.line; } > both.log && cp both.log caller/waiting.log
refused recover.whole on caller recover
head -c "$(stat -c %s caller/netra.db)" /dev/urandom > caller/netra.db
rm -f caller/netra.db-wal caller/netra.db-shm
refused workspace.copy_damaged on caller status
on caller doctor > damaged.json 2> /dev/null && die "the doctor found nothing"
jq -e '.checks|any(.advice|contains("netra recover"))' damaged.json > /dev/null || die "no advice: $(cat damaged.json)"
on caller recover > recovered.json 2> recovered.err
is "$(jq -c '[.waiting,.unreadable,.sync.waiting]' recovered.json)" '[5,0,0]' "what waited again"
[ -f "caller/$(jq -r .kept_as recovered.json)" ] || die "the damaged database is gone"
is "$(on srv/workspaces/acme ask lead.get "{\"lead\":\"${LEAD[1]}\"}" | jq -c '[.. | strings | select(startswith("Only here") or startswith("Arrived already"))]|unique|length')" 4 "notes on the server"
is "$(on caller ask lead.get "{\"lead\":\"${LEAD[1]}\"}" | jq '[.. | strings | select(. == "Arrived already.")] | length')" \
    "$(on srv/workspaces/acme --as caller@acme.example ask lead.get "{\"lead\":\"${LEAD[1]}\"}" | jq '[.. | strings | select(. == "Arrived already.")] | length')" "none twice"
on srv/workspaces/acme --as caller@acme.example get-file "$WAITS" waited.pdf > /dev/null
cmp waits.pdf waited.pdf || die "the server has other bytes"
same_as_server caller caller
# Files that their person may not open, or has not opened, have a row here and no bytes.
on caller doctor > healthy.json || die "the caller's file: $(cat healthy.json)"
jq -e '.checks[]|select(.name == "files")|.detail|contains("on the server only")' healthy.json > /dev/null || die "not said: $(cat healthy.json)"
# One that waits to be sent is nowhere else.
head -c 1000 /dev/urandom > lost.pdf
on caller add-file lost.pdf > /dev/null
mv caller/files files.away
on caller doctor > lost.json 2> /dev/null && die "the doctor missed a file that is nowhere else"
is "$(jq -c '[.checks[]|select(.ok|not)|.name]' lost.json)" '["files"]' "what the doctor found"
mv files.away caller/files
on caller sync > /dev/null
ok "a damaged copy was fetched anew, and the four changes that waited in it arrived, with a file"

# … also when the program is killed in the midst of that, again and again
for n in 1 2 3; do
    run caller lead.add_note "{\"lead\":\"${LEAD[1]}\",\"body\":\"Through kills $n.\"}" > /dev/null
done
head -c "$(stat -c %s caller/netra.db)" /dev/urandom > caller/netra.db
rm -f caller/netra.db-wal caller/netra.db-shm
KILLED=0
for pause in 0.03 0.1 0.2 0.4; do
    "$NETRA" --json -w caller recover > /dev/null 2>&1 &
    RECOVERING=$!
    sleep "$pause"
    kill -9 "$RECOVERING" 2> /dev/null && KILLED=$((KILLED + 1))
    wait "$RECOVERING" 2> /dev/null || true
done
# A killed one may have come as far as a copy that is whole.
on caller recover > /dev/null 2> whole.json || is "$(jq -r .error.code whole.json)" recover.whole "$(cat whole.json)"
on caller sync > /dev/null
is "$(on caller status | jq .sync.waiting)" 0 "what waits after the kills"
is "$(on srv/workspaces/acme ask lead.get "{\"lead\":\"${LEAD[1]}\"}" | jq -c '[.timeline[]? | .. | strings | select(startswith("Through kills"))]|sort')" \
    '["Through kills 1.","Through kills 2.","Through kills 3."]' "notes on the server"
same_as_server caller caller
ok "fetching a damaged copy anew was killed $KILLED times, and what waited in it arrived, once"

# 12. the server is lost for good; its backups and the devices bring everything back
"$NETRA" tenant backup --data srv --to backups > backups.json
is "$(jq -c '[.rows[]|(.workspace // "server.db")]' backups.json)" '["acme","beta","server.db"]' "what was backed up"
run floor lead.create '{"name":"After the backup","phone":"+919822077777"}' > /dev/null
head -c 100000 /dev/urandom > late.pdf
LATE=$(on own add-file late.pdf | jq -r .file)
on own sync > /dev/null
on floor sync > /dev/null
BEFORE=$(on floor ask lead.list '{}' | jq -c '[.rows[].id]|sort')
kill -9 "$SERVER"; wait "$SERVER" 2>/dev/null || true
rm -r srv
BEGAN=$(date +%s%3N)
"$NETRA" tenant restore --from backups --data srv > restored.json
is "$(jq -c '[.rows[]|[.workspace,.opens,(.missing|length)]]' restored.json)" '[["acme",true,0],["beta",true,0]]' "what came back"
refused workspace.folder_taken "$NETRA" --json tenant restore --from backups --data srv
serve
on floor sync > /dev/null
TOOK=$(($(date +%s%3N) - BEGAN))
is "$(on floor ask lead.list '{}' | jq -c '[.rows[].id]|sort')" "$BEFORE" "the floor's leads after the loss"
is "$(on srv/workspaces/acme --as floor@acme.example ask lead.list '{}' | jq -c '[.rows[].id]|sort')" "$BEFORE" "the server's"
on own sync > /dev/null
on srv/workspaces/acme get-file "$LATE" again.pdf > /dev/null
cmp late.pdf again.pdf || die "the file that was added after the backup"
on caller sync > /dev/null
same_as_server own owner
same_as_server floor floor
same_as_server caller caller
is "$(on srv/workspaces/acme doctor | jq -r .healthy)" true "the restored server's file"
ok "a server that was lost is back after $TOOK ms with what was done since its backup, a file among it"

# 13. it stops when told to, after what runs
kill -TERM "$SERVER"
wait "$SERVER" || die "the server did not stop cleanly"
SERVER=
grep -q '"event":"stopped"' server.log || die "no last line in the log"
if grep -Eq 'acme\.example|beta\.example|correct horse|Bearer|Lead [1-6]' server.log; then die "personal data in the log"; fi
ok "stopped cleanly; nobody's data is in its log"
echo "1..$STEPS"
