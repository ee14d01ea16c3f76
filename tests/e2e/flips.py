#!/usr/bin/python3
# timeout: 900
"""Random damage of a small store's data.mdb: bits, blocks, pages of elsewhere, a shorter file.

`still`: the file is damaged before a start. `live`: while duband runs, behind its back. Counted is
how each trial ended. It must never be a wrong answer that is not told afterwards, an end without a
line that names data.mdb, or a process that neither answers nor ends.

FLIPS=2000 FLIPS_LIVE=300 FLIPS_SEED=7 tests/e2e/flips.py runs that many; without them a few dozen
of the first kind, from the seed that is printed. `live` is for a release build: a sanitizer ends
the process at arithmetic with a damaged number. Each image is made in a folder of its own and
removed."""
import collections
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

from wire_client import Client, api
from wire_daemon import DUBAND, Daemon

PAGE = 4096
WAIT = 60
OPTIONS = ("--segment-size", "1M", "--reserve", "1M")
PEOPLE = "id,name,unit,post,phone\n" + "".join(
    f"p{i},人员{i},xinjian,局长,139123456{i:02}\n" for i in range(40))
UNITS = "id,name,kind,parent\n" + "".join(f"u{i},单位{i},municipal,zdb\n" for i in range(200))


def questions():
    """What is asked of each store; every answer but the last is folded from the journal."""
    for code in ("2020-001", "2020-002", "2020-003"):
        yield api.Request(chain_show=api.ChainShowRequest(project=code))
        yield api.Request(project_show=api.ProjectShowRequest(project=code))
        yield api.Request(project_history=api.ProjectHistoryRequest(project=code))
    yield api.Request(project_list=api.ProjectListRequest())
    yield api.Request(warning_list=api.WarningListRequest())
    yield api.Request(unit_list=api.UnitListRequest())
    yield api.Request(param_list=api.ParamListRequest())


class Trial:
    """A copy of the store and a duband on it."""

    def __init__(self, fixture):
        self.top = tempfile.mkdtemp(prefix="duban-flips-")
        self.dir = os.path.join(self.top, "data")
        shutil.copytree(fixture, self.dir, ignore=shutil.ignore_patterns("*.sock"))
        self.mdb = os.path.join(self.dir, "data.mdb")
        self.process = self.client = None

    def remove(self):
        if self.client:
            self.client.close()
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.top)

    def log(self):
        with open(os.path.join(self.top, "log"), encoding="utf-8", errors="replace") as f:
            return f.read()

    def start(self):
        """True: it is ready. False: it ended."""
        path = os.path.join(self.top, "notify")
        if os.path.exists(path):
            os.unlink(path)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify, \
                open(os.path.join(self.top, "log"), "ab") as log:
            notify.bind(path)
            notify.settimeout(0.2)
            self.process = subprocess.Popen(
                [DUBAND, "--data", self.dir, *OPTIONS], stderr=log,
                env={**os.environ, "NOTIFY_SOCKET": path})
            for _ in range(WAIT * 5):
                try:
                    if b"READY=1" in notify.recv(4096).split(b"\n"):
                        self.client = Client(f"ipc://{self.dir}/admin.sock")
                        return True
                except TimeoutError:
                    if self.process.poll() is not None:
                        return False
        raise TimeoutError("it is neither ready nor has it ended")

    def ask(self, request):
        """The reply, or None if the process ended."""
        self.client.send(request)
        for _ in range(WAIT * 5):
            reply = self.client.receive(timeout=0.2)
            if reply is not None:
                return reply
            if self.process.poll() is not None:
                return None
        raise TimeoutError("it neither answers nor ends")

    def answers(self):
        ret = []
        for question in questions():
            reply = self.ask(question)
            if reply is None:
                return None
            reply.request_id = b""
            ret.append(reply.SerializeToString(deterministic=True))
        return ret

    def stop(self):
        self.client.close()
        self.client = None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(WAIT)


def flip(data, dice):
    at = dice.randrange(len(data))
    if dice.random() < 0.5:  # the structure of a page is at its begin
        at = at // PAGE * PAGE + dice.randrange(64)
    data[at] ^= 1 << dice.randrange(8)


def damage(data, dice):
    """Returns the file with something changed, and what that was."""
    kind = dice.choices(("bit", "bits", "block", "page", "short"), (50, 20, 10, 10, 10))[0]
    at = dice.randrange(len(data) // PAGE) * PAGE
    if kind == "bit":
        flip(data, dice)
    elif kind == "bits":
        for _ in range(dice.randrange(2, 17)):
            flip(data, dice)
    elif kind == "block":
        data[at:at + 512] = dice.choice((bytes(512), b"\xff" * 512, dice.randbytes(512)))
    elif kind == "page":
        other = dice.randrange(len(data) // PAGE) * PAGE
        data[at:at + PAGE] = data[other:other + PAGE]
    else:
        del data[dice.randrange(len(data)):]
    return kind


def write(path, data):
    """Into the file that is there: a running duband has it mapped."""
    with open(path, "r+b") as f:
        f.write(data)
        f.truncate()


def ended_well(trial, code):
    return code != 0 and "data.mdb is damaged: " in trial.log()


def comes_back(trial, right):
    """After an end by damage: built again, and every answer is right. None, or what is wrong."""
    for _ in range(2):
        if trial.start():
            break
        if not ended_well(trial, trial.process.wait(WAIT)):
            return "ends without a line"
    else:
        return "does not start again"
    answers = trial.answers()
    if answers is None:
        return "ends after it was built again"
    if right and answers != right:
        return "wrong answers after it was built again"
    if trial.ask(api.Request(verify=api.VerifyRequest())).job.ok:
        return None
    return "verify finds the store that was built again wrong"


def still(trial, dice, right):
    with open(trial.mdb, "rb") as f:
        data = bytearray(f.read())
    kind = damage(data, dice)
    write(trial.mdb, data)
    if not trial.start():
        if not ended_well(trial, trial.process.wait(WAIT)):
            return kind, "ends without a line"
        return kind, comes_back(trial, right) or "ended, then built again"
    told = trial.ask(api.Request(status=api.StatusRequest())).status_reply.HasField("rebuilt")
    answers = trial.answers()
    if answers is None:
        if not ended_well(trial, trial.process.wait(WAIT)):
            return kind, "ends without a line"
        return kind, comes_back(trial, right) or "ended, then built again"
    if answers != right:
        return kind, "wrong answers, told" if told else "wrong answers, not told"
    if trial.stop() != 0:
        return kind, "ends badly"
    return kind, "built again at the start" if told else "changed nothing"


def live(trial, dice, right):
    if not trial.start():
        return "none", "does not start"
    with open(trial.mdb, "rb") as f:
        data = bytearray(f.read())
    kind = damage(data, dice)
    write(trial.mdb, data)
    answers = trial.answers()
    wrong = answers is not None and answers != right
    if answers is not None:
        # the week is over: the check reads everything
        now = trial.ask(api.Request(status=api.StatusRequest())).status_reply.now
        trial.ask(api.Request(clock_set=api.ClockSetRequest(to_at=now + 8 * 86400 * 1000000)))
        while "the weekly check" not in trial.log() and trial.process.poll() is None:
            if trial.ask(api.Request(status=api.StatusRequest())) is None:
                break
    if trial.process.poll() is None and not wrong:
        return kind, "changed nothing that is read"
    if trial.process.poll() is None:
        return kind, "wrong answers, not told"
    if not ended_well(trial, trial.process.wait(WAIT)):
        return kind, "ends without a line"
    return kind, comes_back(trial, None) or ("wrong answers, then ended by the check" if wrong
                                             else "ended, then built again")


BAD = ("wrong answers, not told", "ends without a line", "ends badly", "does not start",
       "does not start again", "ends after it was built again", "hangs",
       "wrong answers after it was built again",
       "verify finds the store that was built again wrong")


def run(name, way, count, seed, fixture, right):
    table, bad = collections.Counter(), []
    for i in range(count):
        dice, trial = random.Random(f"{seed} {name} {i}"), Trial(fixture)
        try:
            kind, end = way(trial, dice, right)
        except TimeoutError:
            kind, end = "?", "hangs"
        except BaseException:
            trial.remove()
            raise
        table[kind, end] += 1
        if end in BAD:
            bad.append(f"{name} {i}: {kind}: {end}\n{trial.log()[-2000:]}")
        trial.remove()
    for (kind, end), n in sorted(table.items()):
        print(f"{name:6} {kind:6} {n:5}  {end}")
    return bad


def make(daemon):
    """A small store with a few weeks behind it."""
    daemon.start().city()
    daemon.import_text("units", UNITS)
    daemon.import_text("people", PEOPLE)
    daemon.ctl("clock", "set", "2020-03-20T10:00")
    daemon.stop()
    return daemon.dir


def asked(fixture):
    trial = Trial(fixture)
    try:
        assert trial.start(), trial.log()
        right = trial.answers()
        assert right == trial.answers() and len(set(right)) == len(right)
        trial.stop()
        return right
    finally:
        trial.remove()


def main():
    seed = int(os.environ.get("FLIPS_SEED") or random.randrange(1 << 32))
    print(f"FLIPS_SEED={seed}", flush=True)
    daemon = Daemon(options=OPTIONS)
    fixture = make(daemon)
    right = asked(fixture)
    print(f"data.mdb has {os.stat(os.path.join(fixture, 'data.mdb')).st_size // PAGE} pages")
    bad = run("still", still, int(os.environ.get("FLIPS", 30)), seed, fixture, right)
    bad += run("live", live, int(os.environ.get("FLIPS_LIVE", 0)), seed, fixture, right)
    daemon.remove_folder()
    for text in bad:
        print(text)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
