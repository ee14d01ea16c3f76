"""The stored fixture: where its parts are, how its store is unpacked and opened, and the session.

The protos are those of the commit that made it: a client built then knows no later field, and
finds each field under the number it knew.
"""
import hashlib
import lzma
import os
import struct
import sys
import tarfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURE = os.environ.get("DUBAN_FIXTURE") or os.path.join(HERE, "e783583")
os.environ["DUBAN_PROTO"] = os.path.join(FIXTURE, "proto")
sys.path.insert(0, os.path.join(HERE, "..", "e2e"))

# pylint: disable=wrong-import-position
from wire_client import Client, api, event, model  # noqa: E402
from wire_daemon import Daemon  # noqa: E402

START = "2020-01-02T09:00"
SEGMENT = ("--segment-size", "1M")  # several files of the journal in a small store
MASK = b"masked"

# Asked of the opened store: file under answers/, arguments of dubanctl.
ANSWERS = (
    ("project-show-old.json", ("project", "show", "NC2020-006")),
    ("project-show-moved.json", ("project", "show", "NC2020-128")),
    ("project-show-as-of.json", ("project", "show", "NC2020-128", "--as-of", "2020-03-15")),
    ("project-show-as-known.json", ("project", "show", "NC2020-128", "--as-known", "2020-03-15")),
    ("project-show-reverted-as-known.json",
     ("project", "show", "NC2020-143", "--as-known", "2020-02-20")),
    ("project-show-columns.json", ("project", "show", "OLD-001")),
    ("project-show-columns-as-known.json",
     ("project", "show", "OLD-001", "--as-known", "2020-01-13")),
    ("project-show-accepted-as-of.json", ("project", "show", "NC2020-063", "--as-of", "2020-07-15")),
    ("project-show-reports-as-of.json", ("project", "show", "NC2020-056", "--as-of", "2020-04-10")),
    ("project-history-columns.json", ("project", "history", "OLD-003")),
    ("project-history.json", ("project", "history", "NC2020-006")),
    ("project-history-reports.json", ("project", "history", "NC2020-056")),
    ("project-list.json", ("project", "list", "--unit", "xihu")),
    ("chain-show.json", ("chain", "show", "NC2020-006", "--year", "2020")),
    ("chain-show-carried.json", ("chain", "show", "NC2020-006")),
    ("link-list.json", ("link", "list", "--open", "--class", "approval", "--unit", "xihu")),
    ("warning-list-yellow.json", ("warning", "list", "--unit", "xihu", "--level", "yellow")),
    ("warning-list-cleared.json", ("warning", "list", "--project", "NC2020-006", "--all")),
    ("warning-show.json", ("warning", "show", "W07-56-0-0-1")),
    ("unit-show.json", ("unit", "show", "xihu")),
    ("post-list.json", ("post", "list")),
    ("group-list.json", ("group", "list", "--at", "2020-06-01")),
    ("list-show.json", ("list", "show", "市重点推进")),
    ("list-check.json", ("list", "check", "攻坚清单")),
    ("list-figures.json", ("list", "figures", "市重点推进", "--year", "2020")),
    ("library-show.json", ("library", "show", "NC2020-128")),
    ("gathering-show.json", ("gathering", "show", "2020Q1")),
    ("plan-show.json", ("plan", "show", "NC2020-056", "--year", "2020", "--month", "2020-06")),
    ("report-list.json", ("report", "list")),
    ("collection-show.json", ("collection", "show", "2021")),
    ("collection-diff.json", ("collection", "diff", "2021", "--from", "1", "--to", "2")),
    ("match-list.json", ("match", "list")),
    ("comment-list.json", ("comment", "list")),
    ("year-show.json", ("year", "show", "2020")),
    ("param-list.json", ("param", "list")),
    ("target-list.json", ("target", "list")),
    ("evidence-list.json", ("evidence", "list")),
    ("evidence-check.json", ("evidence", "check")),
    ("principal-list.json", ("principal", "list")),
    ("calendar-due.json", ("calendar", "due", "2020-04-30", "5")),
)


def part(*names):
    return os.path.join(FIXTURE, *names)


def content(path):
    with open(path, "rb") as f:
        return f.read()


def files(folder):
    """Path below `folder` -> bytes."""
    return {os.path.relpath(os.path.join(at, name), folder): content(os.path.join(at, name))
            for at, _, names in os.walk(folder) for name in names}


def daemon_of_fixture(with_state=True):
    """The stored store in a folder of its own, not started yet."""
    daemon = Daemon(simulated=None)
    with tarfile.open(part("store.tar.xz")) as tar:
        tar.extractall(daemon.top)
    if not with_state:
        os.unlink(os.path.join(daemon.dir, "data.mdb"))
    return daemon


def wait_rules(daemon):
    """Returns when the sweep by which the present rules take over is at its end. What it changes
    belongs to the state that the golden files hold."""
    client = daemon.admin()
    try:
        cursor = api.Cursor()
        while True:
            request = api.FetchRequest(cursor=cursor, wait_ms=1000,
                                       filter=api.Filter(kind=["rules_changed"]))
            reply = client.call(api.Request(fetch=request)).fetch
            cursor = reply.next
            if reply.item:
                break
        # Steps, duties and notices of the older lamps follow slice by slice, until nothing is due.
        clock = None
        while not clock or 0 < clock.next_at <= clock.now:
            clock = client.call(api.Request(clock_show=api.ClockShowRequest())).clock_show
    finally:
        client.close()


def start(daemon, opened):
    """(daemon, how it was opened, seconds until it was ready)"""
    began = time.monotonic()
    daemon.start()
    seconds = time.monotonic() - began
    wait_rules(daemon)
    return daemon, opened, seconds


def open_journal():
    return start(daemon_of_fixture(with_state=False), "from its journal")


def open_fixture():
    """With its state, which duband makes anew from the journal if it is of another form. If that is
    refused, from the journal alone:
    data.mdb is moved away and the journal folded."""
    try:
        return start(daemon_of_fixture(), "with its state")
    except AssertionError as refusal:
        print(refusal, file=sys.stderr)
    return open_journal()


def fresh_daemon():
    return Daemon(START, options=SEGMENT)


def ask_verify(daemon, opened):
    """What `verify` says, as the golden file has it."""
    client = daemon.admin()
    try:
        job = client.call(api.Request(verify=api.VerifyRequest()), timeout=240).job
    finally:
        client.close()
    if not job.ok:
        print(job.text, file=sys.stderr)
    return (f"opened = {opened}\nok = {str(job.ok).lower()}\nseq = {job.seq}\n"
            f"state_hash = {job.state_hash.hex()}\n")


def ask_export(daemon):
    folder = os.path.join(daemon.top, "export")
    daemon.ctl("export", folder)
    return files(folder)


def pretty(text):
    """A member a line: a difference can be read. Nothing but white space is added."""
    out, depth, quoted, escaped = [], 0, False, False
    for c in text.strip():
        if quoted:
            out.append(c)
            quoted = escaped or c != '"'
            escaped = c == "\\" and not escaped
            continue
        if c in "}]":
            depth -= 1
            out.append("\n" + " " * depth)
        out.append(c)
        if c in "{[":
            depth += 1
        if c in "{[,":
            out.append("\n" + " " * depth)
        quoted = c == '"'
    return "".join(out) + "\n"


def ask_answer(daemon, args):
    done = daemon.ctl("--json", *args, code=None)
    return pretty(done.stdout) + (f"exit {done.returncode}\n" if done.returncode else "")


# ---- the session: who asked (a principal's name, "" = the admin socket), what, the answer


def read_session():
    data, at = lzma.decompress(content(part("session.xz"))), 0
    while at < len(data):
        entry = []
        for _ in range(3):
            (size,) = struct.unpack_from(">I", data, at)
            entry.append(data[at + 4:at + 4 + size])
            at += 4 + size
        yield entry[0].decode(), entry[1], entry[2]


def write_session(entries):
    out = bytearray()
    for who, request, reply in entries:
        for piece in (who.encode(), request, reply):
            out += struct.pack(">I", len(piece)) + piece
    with open(part("session.xz"), "wb") as f:
        f.write(lzma.compress(bytes(out), preset=9 | lzma.PRESET_EXTREME))


def read_event(data):
    """As a client of that time sees it: what it does not know is not there."""
    ev = event.Event.FromString(data)
    ev.DiscardUnknownFields()
    if ev.WhichOneof("body") == "store_created":
        ev.store_created.epoch = MASK
    return ev


def masked(data):
    """A reply without what is by chance or of this machine, and its events unpacked beside it."""
    reply, events = api.Reply.FromString(data), []
    reply.DiscardUnknownFields()
    body = reply.WhichOneof("body")
    if body == "fetch":
        reply.fetch.next.epoch = reply.fetch.next.hash = MASK
        for item in reply.fetch.item:
            events.append(read_event(item.event))
            item.event = b""
    elif body == "status_reply":
        reply.status_reply.epoch = reply.status_reply.version = ""
        reply.status_reply.free_bytes = reply.status_reply.denied = 0  # handshakes by chance
    elif body == "clock_show":
        reply.clock_show.wall = 0
    elif body == "principal_add":
        reply.principal_add.server_key = MASK
        reply.principal_add.commands = reply.principal_add.feed = ""
    elif body == "job":  # the text is for people and names a folder, the hash covers the epoch
        reply.job.text = ""
        reply.job.state_hash = MASK if reply.job.state_hash else b""
    elif body == "project_history":
        for row in reply.project_history.row:
            row.hash = ""
    return reply, events


def digest_of(data):
    return hashlib.new("sm3", data).digest()
