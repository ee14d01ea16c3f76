#!/usr/bin/python3
# timeout: 900
"""Hostile clients at both doors: greetings and handshakes that are wrong, half or out of order, boxes
that are forged, changed or sent again, messages that are too large or cut off, and requests of each
kind whose bytes were changed, by principals of each role. Meanwhile another client works and gets
right answers; afterwards the store has the same epoch, holds nothing of those without a right,
passes `verify`, and the daemon has given the memory back.

HOSTILE=N makes N times as many attempts as ctest does; SEED=... repeats a run."""
import itertools
import os
import random
import sys
import threading
import time
import unittest

from crash_daemon import whole_journal
from curve_line import COMMAND, GREETING, LONG, MORE, CurveLine, frame, key_pair, keys_of
from wire_client import SOURCE, Client, Feed, api, event, link_request, model, uuid7
from wire_daemon import DUBAND, Daemon

TIMES = int(os.environ.get("HOSTILE") or 1)
LINES = 60 * TIMES          # attempts of each kind with a connection made by hand
REQUESTS = 2 * TIMES        # of each kind and role
WINDOW = 16                 # requests sent before their answers came
IDLE_MAX = 40               # connections left half open at a time
MESSAGE_MAX = 256 * 1024
SEEDS = os.path.join(SOURCE, "tests", "fuzz", "corpus", "request")
READERS = ("supervision", "leader", "gateway", "auditor")  # change nothing
WRITERS = ("office", "security")
# They would only end the test early: the clock runs years ahead, the attackers are revoked, each
# verify takes a process.
SPARED = {"clock_set", "principal_revoke", "verify"}
GROWTH_MAX = 48 << 20            # bytes of memory that may stay
GROWTH_MAX_SANITIZED = 700 << 20  # AddressSanitizer keeps what was freed


# ---- the one who works

class Worker(threading.Thread):
    """Reports, and reads what it reported; every answer is checked."""

    def __init__(self, connection):
        super().__init__()
        self.client = Client(connection=connection)
        self.stop, self.failure = threading.Event(), None
        self.times = []

    def run(self):
        try:
            while not self.stop.is_set():
                self.turn(len(self.times) + 1)
        except BaseException as e:
            self.failure = e
        finally:
            self.client.close()

    def turn(self, fen):
        began = time.monotonic()
        request = report("2020-003", fen)
        reply = self.client.call(request)
        self.times.append(time.monotonic() - began)
        assert reply.status == api.STATUS_OK, reply
        assert reply.report.report.invested.fen == fen, reply
        again = self.client.call(request)
        assert (again.first_seq, again.last_seq) == (reply.first_seq, reply.last_seq), again
        shown = self.client.call(api.Request(project_show=api.ProjectShowRequest(
            project="2020-003")))
        assert shown.status == api.STATUS_OK and shown.seq >= reply.last_seq, shown

    def end(self):
        self.stop.set()
        self.join(60)
        if self.failure:
            raise self.failure
        return sorted(self.times)


# ---- changed bytes

def varint(n):
    out = b""
    while n >= 0x80:
        out += bytes([n & 0x7F | 0x80])
        n >>= 7
    return out + bytes([n])


def flipped(rng, data):
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1:]


def cut(rng, data):
    return data[:rng.randrange(len(data))]


def swapped(rng, data):
    a, b, c = sorted(rng.randrange(len(data) + 1) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def repeated(rng, data):
    a, b = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    return data[:b] + data[a:b] * rng.randint(1, 20) + data[b:]


def with_unknown_fields(rng, data):
    return data + b"".join(varint(rng.randint(200, 5000) << 3) + varint(rng.getrandbits(40))
                           for _ in range(rng.randint(1, 30)))


def of_another_version(rng, data):
    return b"\x08" + varint(rng.choice([0, 2, 99, 1 << 31])) + data[2:]


def as_it_is(_, data):
    return data


CHANGES = (flipped, flipped, cut, swapped, repeated, with_unknown_fields, of_another_version, as_it_is)


def changed(rng, data):
    for _ in range(rng.randint(1, 3)):
        data = rng.choice(CHANGES)(rng, data) or data
    return data


def seed_requests():
    """{kind: Request} of the fuzzers' corpus, which has each kind."""
    for kind in api.Request.DESCRIPTOR.oneofs_by_name["body"].fields:
        with open(os.path.join(SEEDS, kind.name), "rb") as f:
            yield kind.name, api.Request.FromString(f.read())


def report(project, fen):
    return api.Request(report_submit=api.ReportSubmitRequest(
        project=project, period_month=202002, invested=model.Money(fen=fen), text="进度",
        form=model.REPORT_FORM_MONTHLY))


def right_requests():
    """What the office, or the security officer, could do like this."""
    yield "link_start", link_request("link_start", "2020-001", 1)
    yield "link_finish", link_request("link_finish", "2020-002", 2)
    yield "report_submit", report("2020-001", 7)
    yield "param_set", api.Request(param_set=api.ParamSetRequest(
        key="W01.y_before_wd", value="2", scope=model.SCOPE_KIND_DEFAULT))
    yield "principal_add", api.Request(principal_add=api.PrincipalAddRequest(
        name="friend", owner="x", public_key=key_pair()[0], role=model.ROLE_OFFICE))


# ---- what a connection made by hand does wrong; each gets the random numbers and a new connection

def garbage(rng, line):
    line.send(rng.randbytes(rng.randint(1, 400)))


def wrong_greeting(rng, line):
    line.send(changed(rng, GREETING))
    line.send(frame(COMMAND, line.hello()))


def half_handshake(rng, line):
    steps = [line.greet, line.meet, line.enter]
    for step in steps[:rng.randint(0, 2)]:
        step()
    line.send(frame(COMMAND, line.hello())[:rng.randint(1, 200)])


def unknown_key(_, line):
    line.public, line.secret = key_pair()
    assert line.greet() and line.meet() and not line.enter(), "an unknown key was let in"


def stolen_name(_, line):
    """The public key of one who is admitted, without its secret."""
    line.secret = key_pair()[1]
    assert line.greet() and line.meet(), "no answer to HELLO"
    line.send(frame(COMMAND, line.initiate()))
    line.must_end = True  # without a word, after the time for a handshake


def another_server(_, line):
    line.server = key_pair()[0]
    line.greet()
    line.send(frame(COMMAND, line.hello()))


def changed_step(rng, line):
    line.greet()
    if rng.random() < 0.5:
        line.send(frame(COMMAND, changed(rng, line.hello())))
    elif line.meet():
        line.send(frame(COMMAND, changed(rng, line.initiate())))


def out_of_order(rng, line):
    line.greet()
    for step in (line.meet, line.enter)[:rng.randint(0, 2)]:
        step()
    for _ in range(rng.randint(1, 5)):
        body = rng.choice([line.hello, line.initiate, lambda: line.message(b"x"),
                           lambda: b"\x05READY" + bytes(24), lambda: b"\x04PING\x00\x01",
                           lambda: b"\x05ERROR\x00", lambda: b"\x09SUBSCRIBE", lambda: b""])()
        line.send(frame(rng.choice([COMMAND, 0, MORE, LONG, 0x80]), body))


def status():
    return api.Request(version=1, request_id=uuid7(), status=api.StatusRequest()).SerializeToString()


def sent_again(_, line):
    """The same box twice: it is answered once, and the connection ends."""
    if not line.open():
        return
    box = frame(0, line.message(status()))
    line.send(box)
    assert line.read_message() is not None, "no answer to the first"
    line.send(box)
    assert line.read_message() is None, "a box that was sent again was answered"


def changed_box(rng, line):
    if line.open():
        box = line.message(status())
        line.send(frame(0, flipped(rng, box)))
        assert line.read_message() is None, "a changed box was answered"


def too_large(rng, line):
    line.open()
    size = rng.choice([MESSAGE_MAX + 100, 1 << 31, (1 << 63) - 1, (1 << 64) - 1])
    line.send(bytes([LONG]) + size.to_bytes(8, "big") + bytes(rng.choice([0, 10, 100_000])))


def cut_off(rng, line):
    line.open()
    line.send(frame(0, line.message(bytes(rng.randint(1, 60_000))))[:-rng.randint(1, 10)])
    line.close(reset=rng.random() < 0.5)


def many_parts(rng, line):
    line.open()
    for _ in range(rng.randint(2, 60)):
        line.send(frame(0, line.message(rng.randbytes(rng.randint(0, 30)), MORE)))


LINE_ATTACKS = (garbage, wrong_greeting, half_handshake, unknown_key, stolen_name, another_server,
                changed_step, out_of_order, sent_again, changed_box, too_large, cut_off, many_parts)


# ---- the test

class Target:
    """A daemon with a principal of each role, one of them a county without a project."""

    def __init__(self):
        self.daemon = Daemon().start().city()
        self.daemon.import_text("units", "id,name,kind,parent,gb_code\nfar,远县,county,,360199\n")
        self.keys = {role: self.daemon.principal(role, role) for role in READERS + WRITERS}
        self.keys["county"] = self.daemon.principal("county", "county", "far")
        self.keys["worker"] = self.daemon.principal("worker", "office")
        self.numbers = {p.name: p.num for p in self.admin(api.Request(
            principal_list=api.PrincipalListRequest())).principal_list.principal}

    def admin(self, request):
        client = self.daemon.admin()
        try:
            reply = client.call(request, 120)
        finally:
            client.close()
        assert reply.status == api.STATUS_OK, reply
        return reply

    def line(self, role, door):
        return CurveLine(self.keys[role][door], keys_of(self.keys[role]),
                         b"DEALER" if door == "commands" else b"SUB")

    def epoch(self):
        return self.admin(api.Request(fetch=api.FetchRequest())).fetch.next.epoch

    def memory(self):
        with open(f"/proc/{self.daemon.process.pid}/status", encoding="ascii") as f:
            return next(int(line.split()[1]) * 1024 for line in f if line.startswith("VmRSS"))


def sanitized():
    with open(DUBAND, "rb") as f:
        return b"__asan_init" in f.read()


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(1 << 32))
        print(f"SEED={cls.seed}", file=sys.stderr)

    def setUp(self):
        self.rng = random.Random(self.seed)
        self.target = Target()
        self.addCleanup(self.target.daemon.remove)
        self.worker = Worker(self.target.keys["worker"])
        self.worker.start()
        self.addCleanup(self.worker.stop.set)
        self.begin = self.target.epoch(), self.target.memory()
        self.before = len(whole_journal(self.target.daemon))

    def told(self, trials, may_write=()):
        """After the attempts: what must hold, whatever they were."""
        times = self.worker.end()
        self.assertGreater(len(times), 2)
        epoch, memory = self.begin
        self.assertEqual(self.target.epoch(), epoch)
        self.assertIsNone(self.target.daemon.process.poll())
        written = [event.Event.FromString(item.event)
                   for item in whole_journal(self.target.daemon)[self.before:]]
        allowed = {0} | {self.target.numbers[name] for name in ("worker", *may_write)}
        self.assertEqual([e for e in written if e.principal not in allowed], [])
        job = self.target.admin(api.Request(verify=api.VerifyRequest())).job
        self.assertTrue(job.ok, job.text)
        growth = self.target.memory() - memory
        self.assertLess(growth, GROWTH_MAX_SANITIZED if sanitized() else GROWTH_MAX)
        print(f"{trials} attempts; {len(times)} turns of the worker, p50 {times[len(times) // 2]:.3f} s, "
              f"p99 {times[len(times) * 99 // 100]:.3f} s; memory {growth / (1 << 20):+.1f} MiB; "
              f"{len(written)} events", file=sys.stderr)

    def test_connections_that_break_the_protocol(self):
        feed = Feed(self.target.keys["gateway"])
        self.addCleanup(feed.close)
        feed.until("heartbeat")
        idle, trials = [], 0
        for _ in range(LINES):
            for attack in LINE_ATTACKS:
                line = self.target.line("county" if self.rng.random() < 0.5 else "gateway",
                                        "commands")
                if attack not in (sent_again, changed_box) and self.rng.random() < 0.3:
                    line = self.at_the_feed(line)
                with self.subTest(attack.__name__):
                    attack(self.rng, line)
                idle.append(line)
                trials += 1
                if len(idle) > IDLE_MAX:
                    idle.pop(self.rng.randrange(len(idle))).close(self.rng.random() < 0.5)
        for line in idle:
            if line.must_end:
                self.assertIsNone(line.read(1), "a key that was not proven was answered")
            line.close()
        feed.until("heartbeat")
        self.told(trials)

    def at_the_feed(self, line):
        line.close()
        return self.target.line("gateway", "feed")

    def ask(self, role, requests):
        """Sends each and waits for an answer to each: nothing that has the form of a message is dropped."""
        client, waiting, n = Client(connection=self.target.keys[role]), 0, 0
        try:
            for data in requests:
                client.send_bytes(data)
                waiting, n = waiting + 1, n + 1
                while waiting >= WINDOW:
                    self.assertIsNotNone(client.receive(60), f"no answer to {role}")
                    waiting -= 1
            for _ in range(waiting):
                self.assertIsNotNone(client.receive(60), f"no answer to {role}")
        finally:
            client.close()
        return n

    def requests_of(self, spared=()):
        for kind, request in itertools.chain(seed_requests(), right_requests()):
            if kind in spared:
                continue
            for change in [as_it_is] + [changed] * REQUESTS:
                request.version, request.request_id = 1, uuid7()
                yield change(self.rng, request.SerializeToString())

    def test_requests_of_those_who_may_change_nothing(self):
        self.told(sum(self.ask(role, self.requests_of()) for role in (*READERS, "county")))

    def test_requests_of_those_who_may_change_something(self):
        self.told(sum(self.ask(role, self.requests_of(SPARED)) for role in WRITERS),
                  may_write=WRITERS)


if __name__ == "__main__":
    unittest.main(verbosity=2)
