#!/usr/bin/env python3
"""Judges packs that `netra pack build` made: the three formats of each document say the same
sums, dates and hashes; nothing of a template, of the database or of our own books is left in them.

    agree.py FOLDER... [--never WORD]... [--always WORD]...

--never: no document may hold this word. --always: each folder must hold it in each format.
"""
import argparse
import collections
import glob
import os
import re
import subprocess
import sys
import unicodedata

import docx

MONEY = re.compile(r"[−-]?[₹£$€]\s?[0-9][0-9,]*(?:\.[0-9]+)?")
DATE = re.compile(
    r"\b[0-9]{1,2} (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December|जनवरी|फ़रवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|अक्टूबर|नवंबर|दिसंबर) [0-9]{4}"
)
# What must never be read by anybody: fields and tags of templates, words of the database.
RAW = [
    (re.compile(r"\{\{|\}\}|\{%|%\}"), "a template's tag"),
    (re.compile(r"\b(?:None|null|undefined|NaN)\b"), "a missing value"),
    (re.compile(r"\b[a-z]+_[a-z]+(?:_[a-z]+)*\b"), "a word of the database"),
    (re.compile(r"\b20[0-9]{2}-[01][0-9]-[0-3][0-9]\b"), "a date that nobody wrote out"),
    (re.compile(r"label\.|template\b.*missing"), "a label without its text"),
]
problems = []


def markdown(path):
    with open(path, encoding="utf-8") as f:
        text = f.read()
    # The front matter names the template, for machines.
    body = text.split("\n---\n", 1)[1] if text.startswith("---\n") else text
    body = re.sub(r"<!--.*?-->", "", body, flags=re.S).replace("<br>", " ")
    body = re.sub(r"\(#[^)]*\)", "", body)
    return re.sub(r"\\(.)", r"\1", body).replace("*", "")


def word(path):
    d = docx.Document(path)
    assert d.core_properties.title, f"{path}: no title in its properties"
    parts = []

    def walk(element):
        for node in element.iter():
            name = node.tag.rsplit("}", 1)[-1]
            if name == "t":
                parts.append(node.text or "")
            elif name in ("p", "br", "tab", "tc"):
                parts.append(" ")

    walk(d.element.body)
    return "".join(parts)


def pdf(path):
    made = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)
    return made.stdout.decode("utf-8")


def said(text, pattern):
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    return collections.Counter(re.sub(r"\s", "", m) for m in pattern.findall(text))


def minor(cell):
    found = MONEY.search(cell)
    if not found:
        return None
    digits = re.sub(r"[^0-9.]", "", found.group(0))
    whole, _, part = digits.partition(".")
    value = int(whole) * 100 + int((part + "00")[:2])
    return -value if found.group(0)[0] in "−-" else value


def sums(path):
    """Each column of money above a row of sums adds up to it; what is in italics is not in it."""
    with open(path, encoding="utf-8") as f:
        text = f.read()
    for table in re.findall(r"(?:^\|.*\|\n)+", text, flags=re.M):
        rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in table.strip().split("\n")]
        total = [c.strip() for c in rows[-1]]
        if not any(c.startswith("**") for c in total) or any(c and not c.startswith("**") for c in total):
            continue
        for at, cell in enumerate(total):
            wanted = minor(cell)
            parts = [r[at].strip() for r in rows[2:-1] if at < len(r)]
            found = [minor(p) for p in parts if not p.startswith("*")]
            if wanted is None or all(v is None for v in found):
                continue
            added = sum(v for v in found if v is not None)
            if added != wanted:
                problems.append(f"{path}: a column adds up to {added}, its sum says {wanted}")


def check(folder, never, always):
    names = sorted({os.path.splitext(f)[0] for f in glob.glob(glob.escape(folder) + "/*.md")})
    if not names:
        problems.append(f"{folder}: no document")
    held = {word: set() for word in always}
    for name in names:
        texts = {"md": markdown(name + ".md"), "docx": word(name + ".docx"), "pdf": pdf(name + ".pdf")}
        sums(name + ".md")
        for form, text in texts.items():
            for pattern, what in RAW:
                # Hashes and file names are data, not words of ours.
                found = pattern.search(re.sub(r"`[^`]*`|\b[0-9a-f]{64}\b|\S+\.(?:txt|pdf|png|jpg)\b|\S+@\S+", "", text))
                if found:
                    problems.append(f"{name}.{form}: {what}: “{found.group(0)}”")
            flat = re.sub(r"\s+", "", text)
            for secret in never:
                if re.sub(r"\s+", "", secret) in flat:
                    problems.append(f"{name}.{form}: “{secret}” must not be in it")
            for word_ in always:
                if re.sub(r"\s+", "", word_) in flat:
                    held[word_].add(form)
        for what, pattern in (("money", MONEY), ("dates", DATE)):
            # The PDF repeats nothing but its title, and that holds neither.
            first = said(texts["md"], pattern)
            for form in ("docx", "pdf"):
                other = said(texts[form], pattern)
                if first != other:
                    gone, new = dict(first - other), dict(other - first)
                    problems.append(f"{name}: {what} of md and {form} differ: {gone} / {new}")
    for word_, forms in held.items():
        if forms != {"md", "docx", "pdf"}:
            problems.append(f"{folder}: “{word_}” is only in {sorted(forms)}")
    return len(names)


def main():
    args = argparse.ArgumentParser()
    args.add_argument("folders", nargs="+")
    args.add_argument("--never", action="append", default=[])
    args.add_argument("--always", action="append", default=[])
    given = args.parse_args()
    documents = sum(check(f.rstrip("/"), given.never, given.always) for f in given.folders)
    for p in problems:
        print(f"agree: {p}", file=sys.stderr)
    if problems:
        sys.exit(1)
    print(f"agree: {documents} documents say the same in three formats")


main()
