#!/usr/bin/env bash
# Checks the documents Netra writes with programs that others wrote.
#   tests/documents/oracles.sh
# Needs: node (npm ci is run here), qpdf, poppler-utils; LibreOffice and python-docx are used where
# they are there, unless NETRA_ORACLES=all asks for every one of them.
set -euo pipefail
cd "$(dirname "$0")"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
fail() { echo "oracles: $*" >&2; exit 1; }
have() {
    if "$@" >/dev/null 2>&1; then return 0; fi
    [ "${NETRA_ORACLES:-}" != all ] || fail "missing: $*"
    echo "oracles: skipped, not installed: $*" >&2
    return 1
}

cargo run --quiet -p netra-documents --example samples -- "$out"
[ -d node_modules ] || npm ci --no-audit --no-fund --silent

for f in "$out"/*.docx; do
    npx --no-install ooxml-validator "$f" >"$out/verdict" 2>/dev/null || true
    grep -q '"ok": true' "$out/verdict" || { cat "$out/verdict" >&2; fail "Open XML: $f"; }
done
echo "oracles: Open XML validator: $(ls "$out"/*.docx | wc -l) files, no error"

for f in "$out"/*.pdf; do
    qpdf --check "$f" >"$out/verdict" 2>&1 || { cat "$out/verdict" >&2; fail "qpdf: $f"; }
    ! grep -qi warning "$out/verdict" || fail "qpdf warns: $f"
    [ -z "$(pdffonts "$f" | tail -n +3 | awk '{ if ($(NF-4) != "yes" || $(NF-3) != "yes" || $(NF-2) != "yes") print }')" ] ||
        fail "a font is not embedded, subset and readable: $f"
    pdfinfo "$f" | grep -q 'Tagged: *yes' || fail "not tagged: $f"
    ! pdfinfo "$f" | grep -q Date || fail "dated: $f"
done
echo "oracles: qpdf, pdffonts, pdfinfo: $(ls "$out"/*.pdf | wc -l) files, no error"

hindi() { # file, words that must be found whole
    local text=$1; shift
    for w in "$@"; do grep -qF "$w" "$text" || fail "“$w” is not in $text"; done
}
pdftotext -raw "$out/quote.en.pdf" "$out/quote.txt"
hindi "$out/quote.txt" दिल्ली क्षेत्रीय प्रशिक्षण सम्मिलित '₹10,28,488.00' 'मानक संचालन'
pdftotext -raw "$out/kitchen.en.pdf" "$out/kitchen.txt"
hindi "$out/kitchen.txt" क्षत्रिय दिल्ली श्रीमती ज्ञानेश्वरी विद्यार्थी
echo "oracles: pdftotext: Hindi and ₹ are whole"

if have command -v soffice; then
    (cd "$out" && timeout 240 soffice -env:UserInstallation="file://$out/lo" --headless \
        --convert-to txt:Text quote.en.docx quote.hi.docx kitchen.en.docx >/dev/null 2>&1)
    hindi "$out/quote.en.txt" दिल्ली क्षेत्रीय '₹10,28,488.00' 'Rajesh Deshpande'
    hindi "$out/quote.hi.txt" कोटेशन 'राशि शब्दों में'
    echo "oracles: LibreOffice opens and reads the DOCX files"
fi
if have python3 -c 'import docx'; then
    python3 - "$out" <<'PY'
import glob, sys
import docx
for name in glob.glob(sys.argv[1] + "/*.docx"):
    d = docx.Document(name)
    assert d.core_properties.title, name
    assert any(p.style.name == "Title" for p in d.paragraphs), name
    heads = [p for p in d.paragraphs if p.style.name.startswith("Heading")]
    assert heads or "certificate" in name, name
quote = docx.Document(sys.argv[1] + "/quote.en.docx")
cells = [c.text for t in quote.tables for r in t.rows for c in r.cells]
assert "₹10,28,488.00" in cells and "Asha Textile Mills Pvt Ltd" in "\n".join(cells)
print("oracles: python-docx reads headings, tables, properties")
PY
fi
