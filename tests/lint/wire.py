#!/usr/bin/python3
"""wire.py: docs/wire.md tells a gateway everything it gets. Each field of Notice*, in model.proto and in
the events, and each place of a text in notices.csv is named there, in its section.
A page without one of the names must be reported: that is tried as well."""
import csv
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
# Messages of the daemon's own books, which are in no event.
INSIDE = {"NoticeSaid", "NoticeEntry", "NoticeDay", "NoticeDesk"}


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as f:
        return f.read()


def wanted():
    """Name -> where it comes from."""
    names = {}
    for proto in ("model.proto", "event.proto"):
        for message, body in re.findall(r"^message (Notice\w*) \{\n(.*?)^\}", read("proto", proto), re.M | re.S):
            if message not in INSIDE:
                names |= {field: message for field in re.findall(r"^  (?:repeated )?\w+ (\w+) = \d+;", body, re.M)}
    for row in csv.DictReader(read("client", "cli", "data", "notices.csv").splitlines()):
        names |= {place: row["template"] for place in re.findall(r"\{\??(\w+)", row["text"])}
    return names


def missing(section, names):
    named = set(re.findall(r"`(\w+)`", section))
    return [f"docs/wire.md: Notices: `{name}` of {where} is not explained"
            for name, where in sorted(names.items()) if name not in named]


def main():
    section = read("docs", "wire.md").split("\n## Notices\n")[1].split("\n## ")[0]
    names = wanted()
    assert {"key", "quiet", "left", "late", "turned", "reds"} <= set(names), names
    found = missing(section, names)
    for name in names:
        if len(missing(section.replace(f"`{name}`", name), {name: "itself"})) != 1:
            found.append(f"a page without `{name}` is not reported")
    print("\n".join(found))
    return 1 if found else 0


sys.exit(main())
