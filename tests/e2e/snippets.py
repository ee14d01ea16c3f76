#!/usr/bin/python3
# needs: release
# timeout: 600
"""Every block of code in README.md and docs/ runs as it is written. A block's language says what it
is: sh, python and c are run in order, page by page, in a folder with the tree's files and a daemon.
text, ini, json and protobuf are output or fragments. In the first line may stand
    until="PATTERN"   it does not end: it is stopped when a line of its output matches
    by=e2e/NAME       another test runs it, or what it does, on a machine of its own
    unrun="WHY"       nothing runs it
    file=...          adding-a-noun.md: e2e/adding applies it
Folders and ports of the pages are replaced by those of the test (PLACES), nothing else is."""
import glob
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile

from crash_daemon import free_port
from wire_daemon import BUILD, SOURCE, Daemon

RUN = ("sh", "python", "c")
READ = ("text", "ini", "json", "protobuf")
ATTRIBUTES = ("until", "by", "unrun")
LIMIT = 120  # seconds for one block

# A page that shows only a part begins where its reader would be: these commands come before it.
BEFORE = {
    "docs/cli.md": 'duban_on_a_city 2020-03-02T09:00; export DUBAN_DATA=/var/lib/duban',
    "docs/wire.md": """duban_on_a_city 2020-03-02T09:00
dubanctl --data /var/lib/duban principal add xinjian-sys --role county --unit xinjian --out xinjian-sys.conn
dubanctl --data /var/lib/duban clock set 2020-04-02T09:00""",
    "docs/library.md": """duban_on_a_city 2020-03-02T09:00
dubanctl() { command dubanctl --data /var/lib/duban "$@"; }
dubanctl project add 2020-0117 --name 东湖大道 --unit jinxian --total 1亿元 --stage preliminary --year 2020
dubanctl principal add nanchang-xian --role county --unit jinxian --out /etc/duban/nanchang-xian.conn
dubanctl principal add gateway --role gateway --out /etc/duban/gateway.conn
command dubanctl --connection /etc/duban/gateway.conn watch --cursor /var/lib/gateway/cursor --idle 0
dubanctl clock set 2020-06-02T09:00    # lamps that are lit after the gateway's place
printf 'a roof' >/srv/photos/0117-roof.jpg""",
    "docs/operations.md": """duband --data /var/lib/duban --listen tcp://127.0.0.1:7711 --publish tcp://127.0.0.1:7712 &
until command dubanctl --data /var/lib/duban status 2>/dev/null; do :; done
mkdir /var/lib/duban-backup    # tmpfiles makes it
dubanctl --data /var/lib/duban backup /srv/backup/2026-03-02""",
}


def fail(page, line, what):
    raise AssertionError(f"{page}:{line}: {what}")


class Block:
    def __init__(self, page, line, head, text):
        self.page, self.line, self.text = page, line, text
        words = shlex.split(head)
        self.lang = words[0] if words else ""
        self.attributes = dict(w.split("=", 1) for w in words[1:] if "=" in w)
        if not self.lang:
            fail(page, line, "a block without a language: say text, if it is output")

    def check(self):
        if "file" in self.attributes:
            if self.page != "docs/adding-a-noun.md":
                fail(self.page, self.line, "file= is applied on adding-a-noun.md only")
            return
        if self.lang not in RUN + READ:
            fail(self.page, self.line, f"no such language here: {self.lang}")
        for name in self.attributes:
            if name not in ATTRIBUTES or self.lang in READ:
                fail(self.page, self.line, f"{name}= means nothing here")
        by = self.attributes.get("by")
        if by and not glob.glob(os.path.join(SOURCE, "tests", by + ".*")):
            fail(self.page, self.line, f"there is no test {by}")

    def runs(self):
        return self.lang in RUN and not {"by", "unrun", "file"} & self.attributes.keys()


def blocks_of(page):
    """Also finds code that is only indented: it would never be looked at."""
    blocks, head, begun, text, in_list = [], None, 0, [], False
    with open(os.path.join(SOURCE, page), encoding="utf-8") as f:
        lines = f.read().split("\n")
    for number, line in enumerate(lines, 1):
        if head is None and line.startswith("```"):
            head, begun, text = line[3:], number, []
        elif head is not None and line == "```":
            blocks.append(Block(page, begun, head, "\n".join(text) + "\n"))
            head = None
        elif head is not None:
            text.append(line)
        elif re.match(r"    \S", line) and not in_list:
            fail(page, number, "indented code: put it between ``` with its language")
        elif line.strip():
            in_list = bool(re.match(r"\s*([*-]|\d+\.) ", line)) or (in_list and line[0] == " ")
    if head is not None:
        fail(page, begun, "a block without an end")
    return blocks


class Place:
    """A folder in which one page is read and tried out."""

    def __init__(self, page):
        self.page = page
        self.top = tempfile.mkdtemp(prefix="duban-snippets-")
        self.work = os.path.join(self.top, "work")
        self.env = os.path.join(self.top, "env")
        for name in ("work", "etc", "photos", "gateway", "srv"):
            os.mkdir(os.path.join(self.top, name))
        for name in ("tests", "proto", "docs", "client"):
            os.symlink(os.path.join(SOURCE, name), os.path.join(self.work, name))
        ports = free_port(), free_port()
        self.places = (("/var/lib/duban-backup", f"{self.top}/backup"),
                       ("/var/lib/duban", f"{self.top}/duban"), ("/etc/duban", f"{self.top}/etc"),
                       ("/srv/photos", f"{self.top}/photos"), ("/srv/backup", f"{self.top}/srv"),
                       ("/var/lib/gateway", f"{self.top}/gateway"),
                       ("duban.example", "127.0.0.1"),
                       ("127.0.0.1:7711", f"127.0.0.1:{ports[0]}"),
                       ("127.0.0.1:7712", f"127.0.0.1:{ports[1]}"))
        self.session = []

    def here(self, text):
        for theirs, ours in self.places:
            text = text.replace(theirs, ours)
        return text

    def script(self, text):
        """What was exported stays for the page's later blocks."""
        path = os.path.join(self.top, f"script{len(self.session)}")
        with open(path, "w", encoding="utf-8") as f:
            f.write(f"set -eu -o pipefail\n[ ! -e {self.env} ] || . {self.env}\n"
                    f"trap 'declare -px DUBAN_DATA >{self.env} 2>/dev/null || :' EXIT\n"
                    + self.here(CITY + text))
        return ["/bin/bash", path]

    def program(self, block):
        name = os.path.join(self.top, f"line{block.line}")
        if block.lang == "sh":
            return self.script(block.text)
        with open(name + "." + block.lang, "w", encoding="utf-8") as f:
            f.write(self.here(block.text))
        if block.lang == "python":
            return ["/usr/bin/python3", "-B", "-u", name + ".python"]
        done = subprocess.run(
            ["cc", "-std=gnu17", "-Wall", "-Wextra", "-Werror", name + ".c", "-o", name,
             "-I", os.path.join(SOURCE, "client", "include"), "-L", BUILD, "-lduban"],
            capture_output=True, text=True, timeout=LIMIT, check=False)
        if done.returncode:
            fail(block.page, block.line, done.stderr)
        return [name]

    def run(self, command, block_line, until=None):
        """In a session of its own, so that what it leaves running can be ended."""
        env = {**os.environ, "PATH": BUILD + ":" + os.environ["PATH"], "LD_LIBRARY_PATH": BUILD,
               "PYTHONPATH": self.work, "LANG": "C.UTF-8"}
        self.out = os.path.join(self.top, f"out{len(self.session)}")
        with open(self.out, "w+", encoding="utf-8", errors="replace") as out:
            process = subprocess.Popen(command, cwd=self.work, env=env, stdin=subprocess.DEVNULL,
                                       stdout=subprocess.PIPE if until else out, stderr=out,
                                       text=True, start_new_session=True)
            self.session.append(process.pid)
            said = self.read_until(process, until) if until else None
            try:
                code = process.wait(LIMIT)
            except subprocess.TimeoutExpired:
                code = "does not end"
            out.seek(0)
            said = (said or "") + out.read()
        if code != 0 and not until:
            fail(self.page, block_line, f"{code}\n{said}")

    def read_until(self, process, until):
        said = []
        for line in process.stdout:
            said.append(line)
            if re.search(until, line):
                os.killpg(process.pid, signal.SIGTERM)
                return "".join(said)
        process.wait(LIMIT)
        with open(self.out, encoding="utf-8") as out:
            fail(self.page, 0, f"it ended before {until!r}:\n{''.join(said)}{out.read()}")

    def close(self):
        for pid in self.session:
            try:
                os.killpg(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        shutil.rmtree(self.top, ignore_errors=True)


CITY = """
duban_on_a_city() {
	duband --data /var/lib/duban --listen tcp://127.0.0.1:7711 --publish tcp://127.0.0.1:7712 --simulated "$1" &
	dubanctl --data /var/lib/duban watch --from start --count 1 >/dev/null
	for kind in units projects chains; do dubanctl --data /var/lib/duban import $kind ../city/$kind.csv; done
}
"""


def main():
    pages = ["README.md", *sorted(os.path.relpath(p, SOURCE) for p in glob.glob(
        os.path.join(SOURCE, "docs", "**", "*.md"), recursive=True))]
    ran = 0
    for page in pages:
        blocks = blocks_of(page)
        for block in blocks:
            block.check()
        if not any(b.runs() for b in blocks):
            continue
        place = Place(page)
        try:
            ran += try_page(place, [b for b in blocks if b.runs()])
        finally:
            place.close()
    print(f"{ran} blocks on {len(pages)} pages")
    assert ran > 10


def try_page(place, blocks):
    city = os.path.join(place.top, "city")
    os.mkdir(city)
    for kind, text in city_files().items():
        with open(os.path.join(city, kind + ".csv"), "w", encoding="utf-8") as f:
            f.write(text)
    if place.page in BEFORE:
        place.run(place.script(BEFORE[place.page]), 0)
    for block in blocks:
        if "-v" in sys.argv:
            print(f"{block.page}:{block.line}", flush=True)
        place.run(place.program(block), block.line, block.attributes.get("until"))
    return len(blocks)


def city_files():
    import wire_daemon
    return {"units": wire_daemon.UNITS, "projects": wire_daemon.PROJECTS,
            "chains": wire_daemon.CHAINS}


if __name__ == "__main__":
    main()
