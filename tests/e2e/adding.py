#!/usr/bin/python3
# timeout: 900
# labels: slow
"""Checks docs/adding-a-noun.md: its listings, applied unchanged to a copy of the tree, build, and
the new noun can be set, imported, listed, exported, read as of a day, shown in a history and reverted.
The numbers of places and lines that the page names for the work are checked too."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = os.environ.get("DUBAN_SOURCE") or os.path.join(os.path.dirname(__file__), "..", "..")
PAGE = os.path.join(SOURCE, "docs", "adding-a-noun.md")
PLACES_MAX, LINES_MAX, COMMAND_MAX, FIELD_MAX = 10, 150, 6, 2
BLOCK = re.compile(r"^```\w+ file=(\S+)(?: after=\"([^\"]*)\")?(?: to=\"([^\"]*)\")?(?: step=(\w+))?\n"
                   r"(.*?)^```$", re.M | re.S)


def run(*args, **how):
    done = subprocess.run(args, capture_output=True, text=True, check=False, **how)
    if done.returncode != 0:
        sys.exit(f"{' '.join(args)} ended with {done.returncode}\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done.stdout


def place_of(lines, path, after, to):
    """The number of the line after which a listing is inserted."""
    at = [i for i, line in enumerate(lines) if re.search(after, line)]
    if len(at) != 1:
        sys.exit(f"{path}: {len(at)} lines are {after!r}")
    if not to:
        return at[0]
    return next(i for i in range(at[0], len(lines)) if re.search(to, lines[i]))


def apply(tree, path, after, to, text):
    full = os.path.join(tree, path)
    if text.startswith("1s/"):
        with open(full, encoding="utf-8") as f:
            before = f.read()
        run("sed", "-i", text, full)
        with open(full, encoding="utf-8") as f:
            if f.read() == before:
                sys.exit(f"{path}: {text!r} changes nothing")
        return
    if not after:
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "x", encoding="utf-8") as f:
            f.write(text)
        return
    with open(full, encoding="utf-8") as f:
        lines = f.readlines()
    at = place_of(lines, path, after, to)
    with open(full, "w", encoding="utf-8") as f:
        f.writelines(lines[:at + 1] + [text] + lines[at + 1:])


def price(step, blocks, places):
    """Counts the places: each listing is one, except for a command, where each file is one."""
    own = [b for b in blocks if (b[3] or "record") == step]
    files, lines = {b[0] for b in own}, sum(b[4].count("\n") for b in own)
    print(f"{step}: {len(own)} listings in {len(files)} files, {lines} lines")
    assert (len(files) if step == "command" else len(own)) <= places, step
    return lines


def build(tree):
    run("cmake", "-S", tree, "-B", f"{tree}/build/new", "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug",
        "-DCMAKE_C_FLAGS_DEBUG=-O0")
    run("cmake", "--build", f"{tree}/build/new", "-j2", "--target", "duband", "dubanctl")
    run("/usr/bin/python3", f"{tree}/tests/fuzz/corpus.py")
    run("/usr/bin/python3", f"{tree}/docs/nouns/generate.py")
    run("/usr/bin/python3", f"{tree}/docs/nouns/generate.py", "--check")
    for seed in ("event/clearing_put", "request/clearing_total"):
        assert os.path.exists(f"{tree}/tests/fuzz/corpus/{seed}"), seed


ROWS = """项目代码,地块编号,责任单位,户数,征迁费用(万元),启动日期,完成日期,责任人,文号
2020-001,A1,xinjian,12,350,2020-01-10,2020-02-01,王五,征1号
2020-001,A2,xinjian,3,80.5,2020-02-15,,,
"""


def use(tree):
    """Uses the new noun through its verbs only."""
    os.environ.update(DUBAN_BUILD=f"{tree}/build/new", DUBAND=f"{tree}/build/new/duband",
                      DUBANCTL=f"{tree}/build/new/dubanctl", DUBAN_SOURCE=tree, DUBAN_LANG="en")
    os.environ.pop("DUBAN_SHIPPED", None)  # it does not know the noun
    sys.path.insert(0, f"{tree}/tests/e2e")
    from wire_daemon import Daemon
    with Daemon() as d:
        use_of(d.city())


def use_of(d):
    plots = lambda *more: [r["plot"] for r in d.ctl_json("clearing", "list", *more)]
    d.import_text("clearings", ROWS)
    assert plots() == ["A1", "A2"], plots()
    assert plots("--at", "2020-01-20") == ["A1"] and plots("--at", "2020-02-20") == ["A2"]
    assert plots("--project", "2020-002") == []
    assert plots("--unit", "xinjian") == ["A1", "A2"]
    bad = d.import_text("clearings", ROWS.replace("A2,xinjian", "A3,nobody"), code=None)
    assert bad.returncode != 0 and "nobody" in bad.stdout + bad.stderr
    # export and import again: nothing changes
    out = os.path.join(d.top, "out")
    d.ctl("export", out)
    with open(f"{out}/clearings.csv", encoding="utf-8-sig") as f:
        exported = f.read()
    assert "A2" in exported and "征1号" in exported, exported
    again = d.ctl("import", "clearings", f"{out}/clearings.csv").stdout
    assert "2" in again and plots() == ["A1", "A2"], again
    # one record by hand; then the project's history and its state on a past day
    d.ctl("clearing", "set", "2020-001", "A2", "--households", "5", "--until", "2020-03-01")
    history = d.ctl("project", "history", "2020-001").stdout
    assert "clearing" in history, history
    d.ctl("clock", "set", "2020-03-05T09:00")
    d.ctl("project", "show", "2020-001", "--as-of", "2020-03-02")
    kinds = [e["kind"] for e in d.ctl_json("project", "history", "2020-001") if "kind" in e]
    assert "clearing_put" in kinds, kinds
    take_back(d, plots)
    assert "clearing" in d.ctl("help").stdout and "--households" in d.ctl("help", "clearing", "set").stdout
    d.ctl("clock", "set", "2020-03-09T09:00")
    d.ctl("verify")


def take_back(d, plots):
    """A revert removes what an import made; it is refused if later events depend on it."""
    path = os.path.join(d.top, "more.csv")
    with open(path, "w", encoding="utf-8") as f:
        f.write(ROWS.replace("A1,", "B1,").replace("A2,", "B2,"))
    tried = d.ctl("import", "clearings", "--dry-run", path).stdout
    assert "B1" in tried, tried
    done = d.ctl_json("import", "clearings", path)
    seq = done.get("seq") or done.get("last_seq") or sys.exit(f"no number: {done}")
    assert plots() == ["A1", "A2", "B1", "B2"]
    d.ctl("import", "revert", str(seq))
    assert plots() == ["A1", "A2"], plots()


def main():
    with open(PAGE, encoding="utf-8") as f:
        blocks = BLOCK.findall(f.read())
    assert price("record", blocks, PLACES_MAX) <= LINES_MAX
    price("field", blocks, FIELD_MAX)
    price("command", blocks, COMMAND_MAX)
    top = tempfile.mkdtemp(prefix="duban-adding-")
    tree = os.path.join(top, "duban")
    try:
        shutil.copytree(SOURCE, tree, ignore=shutil.ignore_patterns("build", ".git", "__pycache__"))
        for path, after, to, _, text in blocks:
            apply(tree, path, after, to, text)
        build(tree)
        use(tree)
        run("/usr/bin/python3", "-B", f"{tree}/tests/e2e/clearing.py")
    finally:
        if not os.environ.get("ADDING_KEEP"):
            shutil.rmtree(top)


main()
