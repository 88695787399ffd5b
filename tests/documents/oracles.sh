#!/usr/bin/env bash
# Checks the documents Netra writes with programs that others wrote: packs of the demo firm, and a
# document with every kind of block.
#   NETRA=path/to/netra SAMPLES=path/to/examples/samples tests/documents/oracles.sh
# Needs: node, jq, qpdf, poppler-utils, LibreOffice Writer, python3-docx, unzip (`cargo xtask test
# documents` installs them). Without SAMPLES the document with every kind of block is left out.
set -euo pipefail
cd "$(dirname "$0")"
here=$PWD
: "${NETRA:?the netra program to test}"
[[ $NETRA = */* ]] && NETRA=$(realpath "$NETRA")
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
fail() { echo "oracles: $*" >&2; exit 1; }
ok() { echo "oracles: $*"; }
python=python3
python3 -c 'import docx' 2>/dev/null || python=/usr/bin/python3
"$python" -c 'import docx' || fail "python-docx is not installed"
# Not `npm ci`: a registry need not hold the binaries of the other platforms.
[ -d node_modules/@xarsh ] || npm install --no-save --no-audit --no-fund --silent || fail "the validator could not be installed"

# --- the packs -----------------------------------------------------------------------------------
cd "$out"
export NETRA_NOW=2026-11-21T11:30:00+05:30
firm=(--workspace firm)
"$NETRA" init firm --demo --unencrypted --today 2026-11-21 >/dev/null 2>&1
ask() { "$NETRA" "${firm[@]}" ask "$@"; }
run() { "$NETRA" "${firm[@]}" run "$@"; }
build() { # name of the result, then the pack's arguments
    local name=$1; shift
    "$NETRA" "${firm[@]}" pack build "$@" --format md,docx,pdf --out "$name" >"$name.json" 2>"$name.log" ||
        { cat "$name.log" >&2; fail "the pack $name"; }
    [ "$(jq '.failed|length' "$name.json")" = 0 ] || fail "$name: $(jq -c .failed "$name.json")"
}
folder() { jq -r .folder "$1.json"; }
stage() { ask project.list '{}' | jq -r "[.rows[]|select(.stage==\"$1\")][0].id"; }

done_project=$(stage completed) open_project=$(stage executing)
build client project --project "$done_project" --audience client --zip
build internal project --project "$open_project" --audience internal
build hindi --locale hi project --project "$open_project" --audience client
[ -n "$(find "$(folder client)" -name '*-milestone-1-acceptance.pdf')" ] || fail "no milestone acceptance in the pack"

# A quote with what must not be seen, three offers, an optional line, odd sums and odd text.
company=$(ask company.list '{}' | jq -r '.rows[0].id')
quote=$(run quote.create "$(jq -n --arg company "$company" '{
    title: "Weaving line & दिल्ली unit", company: $company, has_tiers: true, tenure_months: 4,
    meetings_promised: 8, internal_notes: "Sheetal said the budget is Xylophone.",
    terms: "Prices hold for 30 days.\nयात्रा व्यय सम्मिलित है।",
    sections: [
      {title: "Study", lines: [
        {description: "Process study\nTwo weeks on site", kind: "service", quantity: "12.5",
         unit: "day", unit_price_minor: 1999999, tax_code: "998311", discount_percent: "3.5",
         supplier: "Quetzal Partners", unit_cost_minor: 1234567},
        {description: "Loom sensor", kind: "goods", part_number: "LS-4400-X", quantity: "7",
         unit: "pc", unit_price_minor: 348335, tax_code: "9031", tiers: ["standard", "premium"],
         supplier: "Quetzal Partners", unit_cost_minor: 217731}]},
      {title: "प्रशिक्षण", lines: [
        {description: "क्षेत्रीय प्रशिक्षण", kind: "labour", quantity: "3", unit: "batch",
         unit_price_minor: 4500050, tax_code: "999293", tiers: ["premium"]},
        {description: "Spare sensor", kind: "goods", part_number: "LS-4400-S", quantity: "1",
         unit: "pc", unit_price_minor: 99997, tax_code: "9031", inclusion: "optional"}]}],
    instalments: [
      {title: "Advance", percent: "33.33", due_rule: "on_agreement"},
      {title: "Study accepted", percent: "66.67", due_rule: "on_milestone", due_days: 15}]}')" |
    jq -r .outcome.quote)
[ "$quote" != null ] || fail "the quote was not made"
build quote_in quote --quote "$quote" --audience internal
build quote_en quote --quote "$quote" --audience client --language en
build quote_hi quote --quote "$quote" --audience client --language hi
agreed=$(ask quote.list '{}' | jq -r '[.rows[]|select(.state=="accepted")][0].id')
build agreed quote --quote "$agreed" --audience client
ok "$(find . -name '*.docx' | wc -l) documents of the demo firm in three formats"

# --- what they say -------------------------------------------------------------------------------
agree() { "$python" "$here/agree.py" "$@"; }
rupees() { # minor units → ₹12,34,567.89
    "$python" - "$1" <<'PY'
import sys
whole, part = divmod(int(sys.argv[1]), 100)
head, tail = str(whole)[:-3], str(whole)[-3:]
groups = []
while head:
    head, groups = head[:-2], [head[-2:]] + groups
print("₹" + ",".join(groups + [tail]) + f".{part:02}")
PY
}
numbers=()
while read -r minor; do
    numbers+=(--always "$(rupees "$minor")")
done < <(ask quote.get "{\"quote\":\"$quote\"}" | jq '.offers[]|.net, .total|.minor')
[ ${#numbers[@]} = 12 ] || fail "the core's totals of three offers were not found"
agree "$(folder quote_en)" "$(folder quote_hi)" "${numbers[@]}" \
    --never Quetzal --never 12,345.67 --never 2,177.31 --never Xylophone || fail "the quote's documents"
agree "$(folder quote_in)" "${numbers[@]}" --always 'Quetzal Partners' --always ₹12,345.67 \
    --always Xylophone || fail "the internal quote pack"
agree "$(folder client)" "$(folder internal)" "$(folder hindi)" "$(folder agreed)" || fail "the packs"
grep -q '^watermark: "DRAFT"' "$(folder quote_en)"/*-quote-premium.md || fail "a draft is not marked"
! grep -q '^watermark:' "$(folder agreed)"/*-quote.md || fail "what was sent is marked a draft"
ok "three formats say the same; the core's totals are in them; nothing internal is in a client's"

# --- whether they are sound ----------------------------------------------------------------------
if [ -n "${SAMPLES:-}" ]; then "$SAMPLES" "$out/samples" || fail "the samples"; fi
# Of many minutes two are enough.
mapfile -d '' words < <(find "$out" -name '*.docx' -not -regex '.*-minutes-\([3-9]\|[0-9][0-9]\)[.]docx' -print0)
node "$here/validate.mjs" "${words[@]}" || fail "the Open XML validator finds errors"
ok "Open XML validator: ${#words[@]} files, no error"

mapfile -d '' pdfs < <(find "$out" -name '*.pdf' -print0)
judge_pdf() {
    qpdf --check "$1" >"$out/verdict" 2>&1 || return 1
    ! grep -qi warning "$out/verdict" || return 1
    [ -z "$(pdffonts "$1" | tail -n +3 | awk '{ if ($(NF-4) != "yes" || $(NF-3) != "yes" || $(NF-2) != "yes") print }')" ] || return 1
    pdfinfo "$1" >"$out/verdict" 2>&1 || return 1
    grep -q 'Tagged: *yes' "$out/verdict" && ! grep -q Date "$out/verdict"
}
for f in "${pdfs[@]}"; do judge_pdf "$f" || { cat "$out/verdict" >&2; fail "PDF: $f"; }; done
ok "qpdf, pdffonts, pdfinfo: ${#pdfs[@]} files, no error, fonts inside, tagged, undated"

holds() { # file, words that must be found whole
    local text=$1; shift
    for w in "$@"; do grep -qF "$w" "$text" || fail "“$w” is not in $text"; done
}
pdftotext -raw "$(ls "$(folder quote_hi)"/*-quote-premium.pdf)" "$out/hindi.txt"
holds "$out/hindi.txt" कोटेशन दिल्ली 'क्षेत्रीय प्रशिक्षण' 'राशि शब्दों में'
ok "pdftotext: Hindi and ₹ are whole"

# LibreOffice opens every DOCX of two packs and finds each sum in it. One run: starting it is slow.
mkdir lo words
for pack in quote_hi agreed; do
    for f in "$(folder $pack)"/*.docx; do cp "$f" "words/$pack-$(basename "$f")"; done
done
timeout 120 soffice -env:UserInstallation="file://$out/profile" --headless --convert-to "txt:Text (encoded):UTF8" \
    --outdir lo words/*.docx >/dev/null 2>&1 || fail "LibreOffice"
for f in words/*.docx; do
    name=$(basename "$f" .docx)
    [ -s "lo/$name.txt" ] || fail "LibreOffice cannot open $f"
    markdown="$(folder "${name%%-*}")/${name#*-}.md"
    for sum in $(grep -o '₹[0-9,.]*[0-9]' "$markdown" | sort -u); do
        grep -qF "$sum" "lo/$name.txt" || fail "LibreOffice does not find $sum in $f"
    done
done
ok "LibreOffice opens and reads $(find words -name '*.docx' | wc -l) DOCX files"

# --- the packs prove themselves ------------------------------------------------------------------
"$NETRA" pack verify "$(folder client)" >/dev/null || fail "a genuine pack is refused"
"$NETRA" pack verify "$(jq -r .zip client.json)" >/dev/null || fail "a genuine ZIP is refused"

# --- and the judges would have seen it -----------------------------------------------------------
victim=$(ls "$(folder client)"/*payment-statement.md) && victim=${victim%.md}
mkdir -p broken/pack
for form in md docx pdf; do cp "$victim.$form" "broken/pack/01-x.$form"; done
agree broken/pack >/dev/null || fail "the copy is judged wrongly"
sed -i '0,/₹[0-9]/s/₹[0-9]/₹0/' broken/pack/01-x.md
! agree broken/pack 2>/dev/null || fail "a changed sum is not seen"
"$python" - "$victim.docx" broken/bad.docx <<'PY'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as good, zipfile.ZipFile(sys.argv[2], "w") as bad:
    for entry in good.infolist():
        content = good.read(entry)
        if entry.filename == "word/document.xml":
            content = content.replace(b"<w:body>", b"<w:body><w:tab/>", 1)
        bad.writestr(entry.filename, content)
PY
! node "$here/validate.mjs" broken/bad.docx 2>/dev/null || fail "a wrong DOCX is not seen"
head -c 9000 "$victim.pdf" >broken/bad.pdf
! judge_pdf broken/bad.pdf || fail "a cut-off PDF is not seen"
"$NETRA" "${firm[@]}" pack verify client >/dev/null || fail "the maker does not know its own pack"
cp -r "$(folder client)" forged
echo "forged" >>forged/01-project-summary.md
"$python" - forged 01-project-summary.md <<'PY'
import hashlib, json, sys
with open(f"{sys.argv[1]}/manifest.json") as f: manifest = json.load(f)
with open(f"{sys.argv[1]}/{sys.argv[2]}", "rb") as f: content = f.read()
for entry in manifest["files"]:
    if entry["path"] == sys.argv[2]:
        entry["sha256"], entry["bytes"] = hashlib.sha256(content).hexdigest(), len(content)
with open(f"{sys.argv[1]}/manifest.json", "w") as f: json.dump(manifest, f)
PY
! "$NETRA" "${firm[@]}" pack verify forged >/dev/null 2>&1 || fail "a forged manifest passes before its maker"
echo "changed" >>"$victim.md"
! "$NETRA" pack verify "$(folder client)" >/dev/null 2>&1 || fail "a changed pack passes"
ok "a changed sum, a wrong DOCX, a cut-off PDF and a changed pack are each found"
