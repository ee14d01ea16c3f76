#!/usr/bin/python3
# timeout: 900
"""Every call that changes the disk fails once, or from then on, or the daemon is killed at it: from
the start of a store with a tail to fold, over commands, an upload, a stored file, a roll of a
segment, a backup, lamps and a stop. After each: what was answered is there and gets the same answer
again, the rest can be done, the state is that of a run without a fault, `verify` passes, a backup
is whole or not there.

In ctest a sample. FAULTS=all takes each call of each way until a run reaches no fault; FAULTS=N takes
N of them. SEED=... repeats a sample."""
import collections
import difflib
import hashlib
import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import time
import unittest

import zmq

from faulty_disk import FaultyDisk
from wire_client import Client, api, event, link_request, model, sm3_of_cells
from wire_daemon import DUBAND, Daemon

SAMPLE = 20
WAYS = [("EIO", False), ("EIO", True), ("ENOSPC", False), ("ENOSPC", True), ("a part", False),
        ("a part", True), ("killed", False), ("a part, killed", False)]
PEOPLE = 30


class Store(Daemon):
    """A daemon that may end at any time."""

    def __init__(self):
        super().__init__(options=("--segment-size", "64K"))
        self.ready = False

    def wait_ready(self, notify):
        ended = os.pidfd_open(self.process.pid)
        self.ready = False
        try:
            while not self.ready:
                readable, _, _ = select.select([notify, ended], [], [], 120)
                if notify in readable:
                    self.ready = b"READY=1" in notify.recv(4096).split(b"\n")
                elif ended in readable:
                    return
                elif not readable:
                    raise AssertionError("neither ready nor at its end:\n" + self.log())
        finally:
            os.close(ended)

    def ended(self):
        """Its exit code, once it has ended by itself."""
        code = self.process.wait(120)
        self.process = None
        return code


# ---- what is asked

def identity(number):
    return b"\x01\x95" + hashlib.sha256(b"%d" % number).digest()[:14]


def upload(number, kind, header, rows):
    """The requests that import some rows."""
    upload_id = identity(10_000 + number)
    part = api.ImportPartRequest(upload_id=upload_id)
    for line, row in enumerate(rows, 2):
        part.row.add(line=line, cell=row)
    yield api.Request(import_part=part)
    yield api.Request(import_commit=api.ImportCommitRequest(
        upload_id=upload_id, kind=kind, file="rows.csv", parts=1, rows=len(rows),
        column=[api.ImportColumn(name=name) for name in header], content=sm3_of_cells(rows)))


def people(number):
    rows = [[f"p{number}-{i}", f"张三{i}", "xinjian", f"1380000{number:02}{i:02}"]
            for i in range(PEOPLE)]
    return upload(number, event.IMPORT_KIND_PEOPLE, ("id", "name", "unit", "phone"), rows)


def picture(number):
    content = bytes(range(256)) * 300
    upload_id = identity(20_000 + number)
    yield api.Request(evidence_part=api.EvidencePartRequest(upload_id=upload_id, content=content))
    yield api.Request(evidence_commit=api.EvidenceCommitRequest(
        upload_id=upload_id, parts=1, project="2020-001", evidence=model.Evidence(
            name="现场.jpg", place="新建区", size=len(content),
            digest=hashlib.new("sm3", content).digest())))


def report(month, length):
    return api.Request(report_submit=api.ReportSubmitRequest(
        project="2020-001", period_month=month, invested=model.Money(fen=month), text="长" * length))


def before_the_kill():
    """Folded again at the start that the faults begin with."""
    yield link_request("link_start", "2020-001", 9)
    yield report(202001, 300)
    yield from people(1)


def asked(backup):
    yield link_request("link_start", "2020-001", 1)
    yield api.Request(status=api.StatusRequest())
    yield from people(2)
    yield from picture(1)
    yield from (report(202000 + month, 600) for month in (2, 2, 2, 2))
    yield api.Request(backup=api.BackupRequest(dir=backup))
    yield api.Request(param_set=api.ParamSetRequest(
        key="W01.y_before_wd", value="2", scope=model.SCOPE_KIND_DEFAULT))
    yield api.Request(clock_set=api.ClockSetRequest(to_at=1584410400000000))  # lamps light
    for no in range(2, 8):
        yield link_request("link_start", "2020-002", no)
        yield report(202003, 600)
    yield from people(3)
    yield link_request("link_finish", "2020-001", 1)


def numbered(requests, first=0):
    for number, request in enumerate(requests, first):
        request.version = 1
        request.request_id = identity(number)
        yield request


class Caller:
    """The admin socket of a daemon that may end instead of answering."""

    def __init__(self, daemon):
        self.client = daemon.admin()
        self.ended = os.pidfd_open(daemon.process.pid)
        self.poller = zmq.Poller()
        self.poller.register(self.client.socket, zmq.POLLIN)
        self.poller.register(self.ended, zmq.POLLIN)

    def close(self):
        self.client.close()
        os.close(self.ended)

    def ask(self, request):
        """The reply; None if the daemon ended without one."""
        while True:
            self.client.send(request)
            got = dict(self.poller.poll(120_000))
            assert got, f"neither an answer nor an end: {request}"
            if self.client.socket not in got:
                return None
            reply = self.client.receive(0)
            assert reply.request_id == request.request_id, reply
            if reply.status != api.STATUS_UNAVAILABLE:  # a job that still runs
                return reply


def must_not_pass(fault, name):
    """Whether the call that failed is one without which an answer is not kept: nothing may go on as if it
    had worked. A spare segment that is being filled may fail; no space for a longer one is a verdict."""
    call, _, file = name.partition(" ")
    return fault[0] == "EIO" and call in ("pwrite", "writev", "fdatasync", "fsync") and \
        (file.endswith(".seg") or file in ("data.mdb", "spare"))


def is_job(request):
    return request.WhichOneof("body") == "backup"


def answered(request, reply):
    return reply is not None and reply.status == api.STATUS_OK and \
        (not is_job(request) or reply.job.ok)


def verified(folder):
    """The state's hash that an offline verify prints."""
    done = subprocess.run([DUBAND, "--verify", "--data", folder], capture_output=True, text=True,
                          timeout=120, check=False)
    assert done.returncode == 0, f"{folder}: {done.stdout}{done.stderr}"
    return done.stdout.split("state", 1)[1]


# ---- one fault

class Trial:
    def __init__(self, base, disk, fault):
        self.disk, self.fault = disk, fault
        self.store = Store()
        self.backup = os.path.join(self.store.top, "backup")
        shutil.copytree(base, self.store.dir, ignore=shutil.ignore_patterns("*.sock"))
        self.answers = {}
        self.outcome = self.name = ""
        self.calls = 0

    def run(self, expected):
        """Returns the state's hash at the end; `expected` is that of a run without a fault."""
        way, at, lasting = self.fault
        self.disk.set("n", way, at, lasting)
        self.store.start(self.disk.environment())
        if self.store.ready:
            self.play()
        self.end()
        self.calls, self.name = self.disk.told()
        self.disk.set(" ")
        assert self.outcome != "unharmed" or not must_not_pass(self.fault, self.name), self.name
        self.no_half_backup()
        self.again()
        got = verified(self.store.dir)
        assert expected in (None, got), f"another state than without a fault: {got}"
        self.store.remove()
        return got

    def play(self):
        """Asks until something is not done."""
        caller = Caller(self.store)
        try:
            for request in numbered(asked(self.backup), 100):
                reply = caller.ask(request)
                if answered(request, reply):
                    self.answers[request.request_id] = reply
                elif reply is None or not is_job(request):
                    self.outcome = "ended" if reply is None else api.Status.Name(reply.status)
                    assert reply is None or self.disk.told()[1], f"refused: {request} {reply}"
                    break
                else:
                    self.outcome = "no backup"
                    assert self.disk.told()[1], reply
                    # if the disk fails for good, it may be there, whole: nothing can be taken back
                    assert self.fault[2] or not os.path.exists(self.backup), "a backup that failed is there"
                    assert not os.path.exists(self.backup + ".half"), "a failed backup left something"
        finally:
            caller.close()

    def end(self):
        way, _, _ = self.fault
        if self.store.ready and self.outcome != "ended":
            self.store.process.send_signal(signal.SIGTERM)
        code, log = self.store.ended(), self.store.log()
        assert "AddressSanitizer" not in log and "runtime error" not in log, log
        if code == -signal.SIGKILL:
            assert "killed" in way, log
        elif code:
            assert code == 1 and self.disk.told()[1], f"exit {code}:\n{log}"
            assert "ERRNO=" in log or "disk is full" in log, log
        if not self.store.ready:
            self.outcome = "no start"
        elif code and not self.outcome:
            self.outcome = "ended at the stop"
        self.outcome = self.outcome or "unharmed"

    def no_half_backup(self):
        if os.path.exists(self.backup):
            verified(self.backup)
            os.rename(self.backup, self.backup + ".whole")

    def again(self):
        """On a disk that works again: the same answers to what was answered, and the rest is done."""
        self.store.start()
        assert self.store.ready, self.store.log()
        caller = Caller(self.store)
        try:
            for request in numbered(asked(self.backup), 100):
                reply = caller.ask(request)
                assert answered(request, reply), f"{request} {reply}\n{self.store.log()}"
                was = self.answers.get(request.request_id)
                if was is not None and not is_job(request):
                    self.same(request, was, reply)
        finally:
            caller.close()
        assert self.store.stop() == 0, self.store.log()
        verified(self.backup)

    @staticmethod
    def same(request, was, reply):
        if not was.last_seq:
            return  # no command: it answers for the state of now
        was.seq = reply.seq = 0  # how far the store was when it was said
        for said in (was, reply):  # an event does not keep in which line of the file it stood
            for change in getattr(said, "import").change:
                change.line = 0
        a, b = str(was).splitlines(), str(reply).splitlines()
        assert was == reply, f"{request.WhichOneof('body')} is answered otherwise now:\n" + \
            "\n".join(difflib.unified_diff(a, b, "before", "after", lineterm="", n=1))


# ---- all of them

def make_base(store):
    store.start().city()
    caller = Caller(store)
    for request in numbered(before_the_kill()):
        assert answered(request, caller.ask(request)), request
    caller.close()
    store.process.kill()
    store.ended()


def sample(rng, calls, n):
    """Ways in turn, at calls anywhere in the run; `calls` of each way."""
    return [(way, rng.randint(1, calls[way]), lasting)
            for way, lasting in (WAYS[i % len(WAYS)] for i in range(n))]


class Faults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.disk = FaultyDisk()
        cls.addClassCleanup(cls.disk.remove)
        cls.base = Store()
        cls.addClassCleanup(cls.base.remove_folder)
        make_base(cls.base)

    def trial(self, fault, expected):
        trial = Trial(self.base.dir, self.disk, fault)
        try:
            return trial, trial.run(expected)
        except BaseException:
            print(f"{fault}: {trial.name} {trial.outcome}\n{trial.store.top}", file=sys.stderr)
            trial.store.stop()
            raise

    def test_after_each_fault_the_store_is_whole_and_every_answer_kept(self):
        seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(1 << 32))
        wanted = os.environ.get("FAULTS") or str(SAMPLE)
        began = time.monotonic()
        calls, state = {}, None
        for way in {way for way, _ in WAYS}:
            calm, state = self.trial((way, 0, False), state)
            self.assertEqual((calm.name, calm.outcome), ("", "unharmed"))
            calls[way] = calm.calls
        print(f"SEED={seed}: {calls['EIO']} calls, {(time.monotonic() - began) / len(calls):.1f} s a run",
              file=sys.stderr)
        faults = self.each() if wanted == "all" else \
            sample(random.Random(seed), calls, int(wanted))
        counts = collections.Counter()
        for fault in faults:
            trial, _ = self.trial(fault, state)
            self.reached = bool(trial.name)
            kind = re.sub("[0-9a-f]{15,}", "N", trial.name)  # segments and stored files are many
            counts[fault[0] + (", for good" if fault[2] else ""), kind, trial.outcome] += 1
        self.assertGreater(sum(n for (_, name, _), n in counts.items() if name), 0)
        tell(counts)

    def each(self):
        for way, lasting in WAYS:
            self.reached, at = True, 0
            while self.reached:
                at += 1
                yield way, at, lasting


def tell(counts):
    """Trials by way, call and outcome; those that came to no fault have no call."""
    for (way, name, outcome), n in sorted(counts.items()):
        print(f"{n:6} {way:18} {name:22} {outcome}", file=sys.stderr)
    print(f"{sum(n for (_, name, _), n in counts.items() if name)} faults", file=sys.stderr)


if __name__ == "__main__":
    if not shutil.which("cc"):
        print("SKIP: no C compiler here")
        sys.exit(77)
    unittest.main(verbosity=2)
