#!/usr/bin/python3
"""Writes the generated half of docs/nouns/*.md: fields, states, files, commands, events and lamps of each
noun, from the .proto files, the state tables, the columns and verbs (docs/cli.md) and the rules.

generate.py           rewrites the part below each page's marker
generate.py --check   writes nothing; fails if a page is out of date, or if a message, an event, a verb or
                      a rule is on no page
The first line of a page says what it documents: <!-- messages: ...; states: FILE ENUM ...; verbs: ...; -->
"""
import csv
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.environ.get("NOUNS_ROOT", os.path.join(HERE, "..", ".."))
PAGES = os.environ.get("NOUNS_PAGES", HERE)
MARK = "<!-- from here: generate.py -->\n"
# Messages that are only parts of others or internal: they need no page.
INNER = {"Money", "Who", "Store", "ClockRepair", "RequestMark", "Undone", "Contact"}
PLAIN_VERBS = {"backup", "clock", "completion", "doctor", "export", "import", "key", "rebuild", "restore", "scrub", "status", "verify", "watch"}


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as f:
        return f.read()


def blocks(text, what):
    """name -> (comment above, [(line, comment)]) of each message or enum."""
    found = {}
    for m in re.finditer(r"((?://[^\n]*\n)*)%s (\w+) \{\n(.*?)\n?\}" % what, text, re.S):
        above = " ".join(l[2:].strip() for l in m.group(1).splitlines())
        rows, before = [], ""
        for line in m.group(3).splitlines():
            if line.strip().startswith("//"):
                before += " " + line.strip()[2:].strip()
                continue
            r = re.match(r"\s*([^;]+);\s*(?://\s*(.*))?", line)
            if r:
                rows.append((r.group(1).strip(), ((r.group(2) or "") + before).strip()))
                before = ""
        found[m.group(2)] = (above, rows)
    return found


def cell(text):
    return text.replace("|", "\\|")


MODEL = read("proto/model.proto")
EVENT = read("proto/event.proto")
MESSAGES, ENUMS = blocks(MODEL, "message"), blocks(MODEL, "enum")
EVENT_MESSAGES = blocks(EVENT, "message")
BODIES = dict(re.findall(r"^\s+(\w+) (\w+) = \d+;", re.search(r"oneof body \{(.*?)\}", EVENT, re.S).group(1),
                         re.M))
EVENT_NAMES = {name: message for message, name in BODIES.items()}
TEXTS = {r["code"]: r for r in csv.DictReader(read("client/cli/data/messages.csv").splitlines())}
# (kind, column, what it takes, heads), as dubanctl prints the descriptions of records (proto/record)
COLUMNS = [(kind, m.group(1), m.group(3), m.group(2).replace(", ", " "))
           for kind, text in re.findall(r"^### import (\w+)\n(.*?)(?=^#|\Z)", read("docs/cli.md"), re.S | re.M)
           for m in re.finditer(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", text, re.M)]
PARAMETERS = {r["key"]: r for r in csv.DictReader(read("daemon/data/parameters.csv").splitlines())}
VERBS = [re.match(r"\| `(\S+)(.*?)` \| (.*?) \|", l) 
         for l in re.split(r"^## ", read("docs/cli.md").split("\n## Verbs\n")[1], flags=re.M)[0].splitlines()]
VERBS = [(m.group(1), m.group(1) + m.group(2), m.group(3)) for m in VERBS
         if m and not m.group(1).startswith("-")]


def rule_source(rule):
    """A rule of a link or a project stands in rules/, that of another kind of subject beside its kind."""
    there = os.path.exists(os.path.join(ROOT, f"daemon/rules/{rule}.c"))
    return read(f"daemon/rules/{rule}.c" if there else f"daemon/rules/kind/{rule}.c")


RULES = {r.upper(): rule_source(r) for r in re.findall(r"RULE\((w\d\d)\)", read("daemon/rules/rules.def"))}


def constant(enum):
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", enum).upper() + "_"


def term(enum, value):
    table = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", enum).lower()
    if value == "INVALID":
        return "●"
    row = TEXTS.get(f"{table}.{value.lower()}")
    return row["zh"] if row else value.lower()


def fields_of(name):
    above, rows = MESSAGES[name]
    out = [f"### {name}\n\n", above + "\n\n" if above else "", "| field | type | |\n|---|---|---|\n"]
    for line, comment in rows:
        m = re.match(r"(repeated )?(\S+) (\w+) = \d+$", line)
        if m:
            kind = m.group(2) + (" ..." if m.group(1) else "")
            out.append(f"| `{m.group(3)}` | {kind} | {cell(comment)} |\n")
    return "".join(out) + "\n"


def enum_of(name):
    above, rows = ENUMS[name]
    values = [(re.match(r"(\w+) = (\d+)$", line).group(1)[len(constant(name)):].lower(), comment)
              for line, comment in rows if not line.endswith("= 0")]
    text = ", ".join(f"`{v}`" + (f" {c}" if c else "") for v, c in values)
    return f"* **{name}**: {above + ': ' if above else ''}{text}\n"


def states_of(path, enum):
    # {LINK_STATE(DONE), LINK_MOVE_RETURN, LINK_STATE(ACTIVE)}; where states are asked for: a state
    rows = re.findall(r"\{[A-Z_]+\((\w+)\),\s*(?:[A-Z]+_MOVE_|[A-Z_]+\()(\w+)\)?,\s*[A-Z_]+\((\w+)\)\}",
                      read(path))
    if not rows:
        raise SystemExit(f"generate.py: no state table in {path}")
    width = max(len(move) for _, move, _ in rows)
    lines = [f"{term(enum, a)} ──{move.lower():─<{width}}─▶ {term(enum, b)}" for a, move, b in rows]
    return f"### {enum}\n\n```text\n" + "\n".join(lines) + f"\n```\n\nThe table is `{path}`.\n\n"


def columns_of(kind):
    rows = [r for r in COLUMNS if r[0] == kind]
    if not rows:
        return ""
    out = [f"### `{kind}`\n\n| column | takes | Chinese heads |\n|---|---|---|\n"]
    for _, column, flag, heads in rows:
        out.append(f"| `{column}` | {flag} | {heads} |\n")
    return "".join(out) + "\n"


def event_of(name):
    above = EVENT_MESSAGES[EVENT_NAMES[name]][0]
    text = TEXTS.get(f"kind.{name}", {"zh": ""})["zh"]
    return f"| `{name}` | {cell(text)} | {cell(above)} |\n"


def lamp_of(rule):
    text = RULES[rule]
    above = re.match(r"/\*(.*?)\*/", text, re.S)
    about = " ".join(l.strip(" *") for l in above.group(1).splitlines()).strip() if above else ""
    name = re.search(r"\.name = \"(.*?)\"", text).group(1)
    out = [f"### {rule} {name}\n\n", about + "\n\n" if about else ""]
    for key in re.findall(r"\"(\w+\.\w+)\"", re.search(r"\.params = \{(.*?)\}", text, re.S).group(1)):
        p = PARAMETERS[key]
        out.append(f"* `{key}` = {p['value']} ({p['type']}): {p['basis']}\n")
    return "".join(out) + "\n"


def chosen(names, patterns):
    """The names that match one of the patterns: `link_*` or a whole name."""
    return [n for n in names if any(re.fullmatch(p.replace("*", ".*"), n) for p in patterns)]


def head_of(page):
    m = re.match(r"<!-- (.*?) -->", page, re.S)
    if not m:
        raise SystemExit("generate.py: a page's first line must say what it documents")
    parts = dict(p.strip().split(":", 1) for p in m.group(1).split(";") if p.strip())
    return {k.strip(): v.split() for k, v in parts.items()}


def body_of(head):
    out = [MARK]
    out.append("## Fields\n\n" + "".join(fields_of(m) for m in head.get("messages", [])))
    if head.get("enums"):
        out.append("".join(enum_of(e) for e in head["enums"]) + "\n")
    states = head.get("states", [])
    if states:
        out.append("## States\n\n" + "".join(states_of(f, e) for f, e in zip(states[::2], states[1::2])))
    if head.get("kinds"):
        out.append("## Files\n\n" + "".join(columns_of(k) for k in head["kinds"]))
    verbs = [v for v in VERBS if v[0] in head.get("verbs", [])]
    if verbs:
        out.append("## Commands\n\n| | |\n|---|---|\n" + "".join(f"| `{v[1]}` | {v[2]} |\n" for v in verbs) + "\n")
    events = chosen(EVENT_NAMES, head.get("events", []))
    if events:
        out.append("## Events\n\n| kind | | |\n|---|---|---|\n" + "".join(map(event_of, events)) + "\n")
    if head.get("lamps"):
        out.append("## Lamps\n\n" + "".join(lamp_of(r) for r in head["lamps"]))
    return "".join(out).rstrip() + "\n"


def missing(heads):
    have = {k: {x for h in heads for x in h.get(k, [])} for k in ("messages", "enums", "verbs", "lamps", "kinds")}
    events = {e for h in heads for e in chosen(EVENT_NAMES, h.get("events", []))}
    for what, names, there in (
            ("message", set(MESSAGES) - INNER, have["messages"]), ("enum", set(ENUMS), have["enums"]),
            ("event", set(EVENT_NAMES), events),
            ("verb", {v[0] for v in VERBS} - PLAIN_VERBS, have["verbs"]),
            ("kind", {r[0] for r in COLUMNS}, have["kinds"]), ("rule", set(RULES), have["lamps"])):
        for name in sorted(names - there):
            yield f"{what} {name} is on no page"


def main():
    check, wrong, heads = "--check" in sys.argv[1:], [], []
    for name in sorted(os.listdir(PAGES)):
        if not name.endswith(".md") or name == "README.md":
            continue
        path = os.path.join(PAGES, name)
        with open(path, encoding="utf-8") as f:
            page = f.read()
        head = head_of(page)
        heads.append(head)
        now = page.split(MARK)[0].rstrip() + "\n\n" + body_of(head)
        if now != page and check:
            wrong.append(f"{name} is out of date")
        elif now != page:
            with open(path, "w", encoding="utf-8") as f:
                f.write(now)
    wrong += missing(heads)
    for line in wrong:
        print(f"docs/nouns: {line}")
    if wrong and check:
        print("docs/nouns: run docs/nouns/generate.py, or name what is missing in the first line of a page")
    sys.exit(1 if wrong and (check or any("is on no page" in w for w in wrong)) else 0)


main()
