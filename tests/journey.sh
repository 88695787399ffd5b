#!/usr/bin/env bash
# One lead's journey from a file to a completed project and its pack, with nothing but `netra`.
# Usage: tests/journey.sh [path to netra]; exits 0 when every step did what it must.
set -euo pipefail

NETRA=${1:-${NETRA:-target/debug/netra}}
[ -x "$NETRA" ] || { echo "build first: cargo build -p netra-cli" >&2; exit 2; }
NETRA=$(realpath "$NETRA")
DIR=$(mktemp -d)
trap 'rm -rf "$DIR"' EXIT
cd "$DIR"
export NETRA_WORKSPACE="$DIR/acme" NETRA_PASSPHRASE='a long journey'
STEPS=0

at() { export NETRA_NOW="$1"; }
ok() { STEPS=$((STEPS + 1)); echo "ok $STEPS - $1"; }
die() { echo "not ok - $1" >&2; exit 1; }
# as WHO NAME ARGS: the outcome of a command
as() { "$NETRA" --json --as "$1@acme.example" run "$2" "$3" | jq -c .outcome; }
ask() { "$NETRA" --json --as "$1@acme.example" ask "$2" "$3"; }
# refused CODE WHO NAME ARGS
refused() {
    local out code
    if out=$("$NETRA" --json --as "$2@acme.example" run "$3" "$4" 2>&1); then die "$3 passed: $out"; fi
    code=$(jq -r .error.code <<<"$out")
    [ "$code" = "$1" ] || die "$3: expected $1, got $out"
}
is() { [ "$1" = "$2" ] || die "expected “$2”, got “$1” ($3)"; }
file() { printf '%s\n' "$2" > "$1"; "$NETRA" --json --as "$3@acme.example" add-file "$1" | jq -r .file; }

# 1. a workspace with people
at 2026-08-03T10:00:00+05:30
"$NETRA" init "$NETRA_WORKSPACE" --name "Acme Consulting" --owner-name "Olivia Rao" \
    --owner-email owner@acme.example --state-code 27 --tax-number 27AAPFU0939F1ZV > init.json
is "$(jq -r .protection init.json)" passphrase "protection"
for person in floor:telecalling_manager caller:telecaller caller2:telecaller sales:sales_executive \
    pm:project_manager consultant:consultant hr:hr_manager finance:finance; do
    as owner person.add "{\"name\":\"${person%%:*} one\",\"email\":\"${person%%:*}@acme.example\",\"roles\":[\"${person##*:}\"],\"languages\":[\"en\",\"hi\"]}" >/dev/null
done
id_of() { ask owner person.list '{}' | jq -r ".rows[]|select(.email==\"$1@acme.example\").id"; }
PM=$(id_of pm); CONSULTANT=$(id_of consultant)
is "$("$NETRA" --json status | jq -r .people)" 9 people
ok "a workspace, encrypted, with nine people"

# 2. leads from a file, dry run first
cat > fair.csv <<'CSV'
Full name;Mobile no.;E-mail;Company;City
श्रद्धा त्रिपाठी;098220 11432;shraddha@deshpande.example;Deshpande Polymers;Pune
Ravi Nair;+91 98220 11433;;Om Extrusions;Nashik
Asha Gill;9822011434;asha@gill.example;;Pune
Shraddha again;+919822011432;;Deshpande Polymers;Pune
No Number;12;;;
CSV
"$NETRA" --as floor@acme.example import leads fair.csv --source "Trade fair" --dry-run > dry.json
is "$(jq -c '[.total,.new,.duplicate,.invalid]' dry.json)" '[5,3,1,1]' "dry run"
is "$(ask floor lead.list '{}' | jq '.rows|length')" 0 "a dry run writes nothing"
"$NETRA" --as floor@acme.example import leads fair.csv --source "Trade fair" --rejects rejects.csv > import.json
is "$(jq -c '[.total,.new,.duplicate,.invalid]' import.json)" '[5,3,1,1]' import
grep -q reason rejects.csv && grep -q 'No Number' rejects.csv || die "rejects file"
ok "a file of leads: three new, one duplicate, one rejected with its reason"
IMPORT=$(jq -r .import import.json)
"$NETRA" --as floor@acme.example import undo "$IMPORT" > /dev/null
is "$(ask floor lead.list '{}' | jq '.rows|length')" 0 "undo of the import"
"$NETRA" --as floor@acme.example import leads fair.csv --source "Trade fair" > /dev/null
LEAD=$(ask floor lead.list '{"text":"श्रद्धा"}' | jq -r '.rows[0].id')
[ "$LEAD" != null ] || die "search in Hindi"
ok "the import was undone whole and done again; found by its Hindi name"

# 3. shared out, called
as floor lead.distribute '{}' > /dev/null
is "$(ask floor queue.unassigned '{}' | jq '.rows|length')" 0 "unassigned"
as floor lead.assign "{\"leads\":[\"$LEAD\"],\"to\":\"$(id_of caller)\"}" > /dev/null
at 2026-08-03T22:30:00+05:30
refused call.refused caller call.start "{\"lead\":\"$LEAD\"}"
at 2026-08-03T11:30:00+05:30
CALL=$(as caller call.start "{\"lead\":\"$LEAD\"}" | jq -r .call)
as caller call.ringing "{\"call\":\"$CALL\"}" > /dev/null
as caller call.connected "{\"call\":\"$CALL\"}" > /dev/null
as caller call.set_note "{\"call\":\"$CALL\",\"note\":\"October down 8 %. Wants a sales audit. दो संदर्भ भेजें।\"}" > /dev/null
at 2026-08-03T11:35:00+05:30
as caller call.ended "{\"call\":\"$CALL\",\"cause\":\"hung_up\"}" > /dev/null
as caller call.dispose "{\"call\":\"$CALL\",\"outcome\":\"connected_interested\"}" > /dev/null
is "$(ask floor lead.get "{\"lead\":\"$LEAD\"}" | jq -r '.is_interested // .lead.is_interested')" true interested
ok "shared out, refused outside calling hours, called, noted, interested"

# 4. company, contact, deal, quote
DEAL=$(as owner deal.create_from_lead "{\"lead\":\"$LEAD\",\"state_code\":\"29\",\"tax_number\":\"29AAGCB7383J1Z4\",\"value_minor\":60000000}")
CONTACT=$(jq -r .contact <<<"$DEAL")
QUOTE=$(as owner quote.create "$(jq -c '{title:"Sales transformation",deal:.deal,contact:.contact,tenure_months:3,meetings_promised:2,
  instalments:[{title:"On agreement",percent:"50",due_rule:"on_agreement"},{title:"After the milestone",percent:"50",due_rule:"on_milestone",due_days:7}],
  sections:[{title:"Work",lines:[{kind:"service",description:"Sales audit",quantity:"10",unit:"day",unit_price_minor:2500000,tax_code:"998311"},
  {kind:"service",description:"Coaching",quantity:"4",unit:"day",unit_price_minor:2500000,discount_percent:"10",tax_code:"998311"}]}]}' <<<"$DEAL")" | jq -r .quote)
as owner quote.send "{\"quote\":\"$QUOTE\"}" > sent.json
grep -Eq '^[A-Z0-9/-]{1,16}$' <<<"$(jq -r .number sent.json)" || die "the number of the quote"
refused quote.not_in_state owner quote.send "{\"quote\":\"$QUOTE\"}" || true
SIGNED=$(file signed-quote.txt "signed by the client" owner)
AGREEMENT=$(as owner quote.accept "{\"quote\":\"$QUOTE\",\"signed_by\":\"श्रद्धा त्रिपाठी\",\"evidence\":\"$SIGNED\"}" | jq -r .agreement)
ask owner agreement.get "{\"agreement\":\"$AGREEMENT\"}" > agreement.json
is "$(jq '.agreement.total.minor' agreement.json)" 40120000 "34 × 10 days with IGST of 18 %"
ok "a quote of ₹4,01,200.00, sent as $(jq -r .number sent.json) with its hash, accepted with evidence"

# 5. money, kickoff
instalment() { ask owner agreement.get "{\"agreement\":\"$AGREEMENT\"}" | jq -c ".instalments[$1]"; }
pay() { # index, reference
    local row; row=$(instalment "$1")
    as finance payment.record "{\"instalment\":$(jq .id <<<"$row"),\"amount_minor\":$(jq .open.minor <<<"$row"),\"mode\":\"bank_transfer\",\"reference\":\"$2\"}" | jq -r .payment
}
refused kickoff.first_payment owner kickoff.request "{\"agreement\":\"$AGREEMENT\",\"pm\":\"$PM\"}"
PAYMENT=$(pay 0 UTR0001)
as owner payment.verify "{\"payment\":\"$PAYMENT\"}" > /dev/null
is "$(instalment 0 | jq -r .state)" paid "first instalment"
at 2026-08-04T10:00:00+05:30
KICKOFF=$(as owner kickoff.request "{\"agreement\":\"$AGREEMENT\",\"pm\":\"$PM\"}" | jq -r .kickoff)
PROJECT=$(as pm kickoff.accept "{\"kickoff\":\"$KICKOFF\",\"staffing\":[{\"role\":\"Consultant\",\"allocation_percent\":20}]}" | tee accepted.json | jq -r .project)
[ "$(jq -r .end_on accepted.json)" != null ] || die "a project without an end"
as pm project.set_contacts "{\"project\":\"$PROJECT\",\"contacts\":[\"$CONTACT\"]}" > /dev/null
REQUEST=$(jq -r '.staffing_requests[0]' accepted.json)
as hr staffing.approve "{\"request\":\"$REQUEST\"}" > /dev/null
as hr staffing.assign "{\"request\":\"$REQUEST\",\"person\":\"$CONSULTANT\"}" > /dev/null
ok "first payment verified, kickoff accepted: a project that ends on $(jq -r .end_on accepted.json)"

# the gate is closed from the first day
refused project.not_complete pm project.complete "{\"project\":\"$PROJECT\"}"
is "$(ask pm project.completion_check "{\"project\":\"$PROJECT\"}" | jq '.lines|length')" 8 "lines of the gate"

# meetings: plan, hold, minutes, proof
meeting() { # kind, day, who
    at "$2T10:00:00+05:30"
    local id
    id=$(as "$3" meeting.plan "{\"project\":\"$PROJECT\",\"kind\":\"$1\",\"planned_at\":\"$2T11:00:00+05:30\",\"people\":[\"$PM\",\"$CONSULTANT\"],\"contacts\":[\"$CONTACT\"]}" | jq -r .meeting)
    at "$2T12:00:00+05:30"
    as "$3" meeting.hold "{\"meeting\":\"$id\"}" > /dev/null
    as "$3" meeting.write_mom "{\"meeting\":\"$id\",\"mom\":\"Agreed the next steps. अगले कदम तय हुए।\",\"actions\":[{\"title\":\"Send the figures\",\"contact\":\"$CONTACT\",\"due_on\":\"2026-12-01\"}]}" > /dev/null
    as "$3" meeting.add_proof "{\"meeting\":\"$id\",\"file\":\"$(file "proof-$1-$2.txt" "attendance of $1 on $2" "$3")\"}" > /dev/null
    echo "$id"
}
meeting kickoff 2026-08-06 pm > /dev/null
ITEMS=$(jq -c '[.sow_items[].id]' agreement.json)
MILESTONE=$(as pm milestone.define "{\"project\":\"$PROJECT\",\"title\":\"Audit and coaching\",\"planned_on\":\"2026-10-20\",\"items\":$ITEMS,\"instalments\":[$(instalment 1 | jq .id)]}" | jq -r .milestone)
as pm project.start_execution "{\"project\":\"$PROJECT\"}" > /dev/null
ok "kickoff meeting with minutes and proof, milestone, execution"
meeting consulting 2026-08-18 consultant > /dev/null
meeting review 2026-09-15 pm > /dev/null
meeting consulting 2026-10-06 consultant > /dev/null
signature() { echo "{\"contact\":\"$CONTACT\",\"how\":\"in_person\",\"evidence_file\":\"$(file "signed-$1.txt" "signed $1" pm)\"}"; }
for item in $(jq -r '.[]' <<<"$ITEMS"); do
    as consultant sow_item.start "{\"item\":\"$item\"}" > /dev/null
    as consultant sow_item.submit "{\"item\":\"$item\"}" > /dev/null
    refused sow_item.state consultant sow_item.implement "{\"item\":\"$item\"}"
    as pm sow_item.consent "{\"item\":\"$item\",\"signature\":$(signature "$item")}" > /dev/null
    as consultant sow_item.implement "{\"item\":\"$item\"}" > /dev/null
done
is "$(instalment 1 | jq -r .state)" planned "not due before the sign-off"
as pm milestone.submit "{\"milestone\":\"$MILESTONE\"}" > /dev/null
as pm signoff.give "{\"subject_kind\":\"milestone\",\"subject\":\"$MILESTONE\",\"signature\":$(signature milestone)}" > /dev/null
is "$(instalment 1 | jq -r .due_on)" 2026-10-13 "due seven days after the sign-off"
ok "work done with the client's consent; the milestone's sign-off made the instalment due"
DELIVERABLE=$(as pm deliverable.create "{\"project\":\"$PROJECT\",\"title\":\"Final report\"}" | jq -r .deliverable)
as consultant deliverable.submit "{\"deliverable\":\"$DELIVERABLE\",\"file\":\"$(file report.md '# Final report' consultant)\"}" > /dev/null
as pm deliverable.accept "{\"deliverable\":\"$DELIVERABLE\",\"signature\":$(signature report)}" > /dev/null
as pm signoff.give "{\"subject_kind\":\"project\",\"subject\":\"$PROJECT\",\"signature\":$(signature project)}" > /dev/null
refused project.not_complete pm project.complete "{\"project\":\"$PROJECT\"}"
is "$(ask pm project.completion_check "{\"project\":\"$PROJECT\"}" | jq '[.lines[]|select(.met|not)]|length')" 1 "only the money is missing"
ok "delivered and signed, and still not complete: it is not paid"
PAYMENT=$(pay 1 UTR0002)
as owner payment.verify "{\"payment\":\"$PAYMENT\"}" > /dev/null
as pm project.complete "{\"project\":\"$PROJECT\"}" > /dev/null
is "$(ask pm project.list '{}' | jq -r '.rows[0].stage')" completed stage
ok "paid, verified, completed"

# 6. documents
"$NETRA" --as pm@acme.example pack build project --project "$PROJECT" --format md,docx,pdf --audience client --out packs --zip > pack.json
is "$(jq '.failed|length' pack.json)" 0 "documents that failed: $(jq -c .failed pack.json)"
"$NETRA" pack verify "$(jq -r .folder pack.json)" > /dev/null
"$NETRA" pack verify "$(jq -r .zip pack.json)" > /dev/null
grep -rq 'Deshpande Polymers' "$(jq -r .folder pack.json)"/*.md || die "the client's name in Markdown"
echo tampered >> "$(ls "$(jq -r .folder pack.json)"/*.md | head -1)"
if "$NETRA" pack verify "$(jq -r .folder pack.json)" > /dev/null 2>&1; then die "a changed pack passed"; fi
"$NETRA" --as owner@acme.example pack build quote --quote "$QUOTE" --format pdf,docx,md --audience client --out packs > quotepack.json
is "$(jq '.failed|length' quotepack.json)" 0 "the quote's documents: $(jq -c .failed quotepack.json)"
ok "packs in three formats; a changed file is found out ($(jq .files pack.json) files)"

# 7. history in sentences
for id in "$LEAD" "$QUOTE" "$PROJECT"; do
    ask owner history.of "{\"id\":\"$id\"}" > history.json
    [ "$(jq '.rows|length' history.json)" -ge 3 ] || die "history of $id"
    jq -re '.rows[]|select((.sentence|length) < 10)' history.json > /dev/null && die "a history entry without a sentence"
done
ok "the history of the lead, the quote and the project, in sentences"

# backup, restore, doctor
"$NETRA" backup acme.netrabackup > /dev/null
"$NETRA" restore acme.netrabackup "$DIR/again" > /dev/null
"$NETRA" --workspace "$DIR/again" doctor > doctor.json || die "doctor: $(cat doctor.json)"
is "$("$NETRA" --json --workspace "$DIR/again" ask project.list '{}' | jq -r '.rows[0].stage')" completed restored
ok "backed up, restored, healthy"
echo "$STEPS passed, 0 failed"
