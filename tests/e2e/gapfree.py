#!/usr/bin/python3
# timeout: 900
"""Three watches without a gap: of a project, of a level, and of a subtree with a unit made after the
watch began. Meanwhile the feed overruns, one watcher is stopped, another killed, and the daemon
killed and restarted. Each watch must get exactly its events in order; the expected ones are
filtered here from a full fetch."""
import json
import os
import selectors
import signal
import time

import zmq

from crash_daemon import MortalDaemon, Worker, check_tools, whole_journal
from wire_client import Client, api, event, model, use_curve
from wire_daemon import DUBANCTL

FLOOD_ROWS = 3000
FLOODS = 5
OFFICE_ZONE = "+08:00"


class Watcher(Worker):
    """dubanctl watch with a cursor file."""

    def __init__(self, selector, daemon, name, *options, connection=None):
        self.name, self.daemon = name, daemon
        self.cursor = os.path.join(daemon.top, f"{name}.cursor")
        where = ["--connection", connection] if connection else ["--data", daemon.dir]
        super().__init__(selector, DUBANCTL, *where, "--json", "watch", *options,
                         "--cursor", self.cursor, "--from", "now")
        self.begin = self.first_cursor()

    def first_cursor(self):
        """Waits until the watch is open: it then has written its cursor file."""
        while not os.path.exists(self.cursor):
            assert self.process.poll() is None, f"{self.name} ended"
            read(self.selector, 0.05)
        with open(self.cursor, encoding="utf-8") as f:
            return int(dict(line.split() for line in f)["seq"])

    def kill(self):
        self.finish(kill=True)
        self.lines.append("restarted")

    def stop(self):
        """Ends it as Ctrl-C does: it acknowledges its events first."""
        self.process.terminate()
        self.finish()

    def events(self):
        return [json.loads(line) for line in self.lines if line != "restarted"]

    def last(self):
        events = [json.loads(line) for line in self.lines[-2:] if line != "restarted"]
        assert not events or "seq" in events[-1], f"{self.name} says {events[-1]}"
        return events[-1]["seq"] if events else 0


def read(selector, seconds):
    for key, _ in selector.select(seconds):
        assert key.data.read() >= 0, f"{key.data.name} ended"


# ---- load

def flood(daemon, number):
    """One command with thousands of events, more than the feed queues for one subscriber."""
    long = "张三" * 36
    rows = "".join(f"p{number}-{i},{long}{i},xinjian,{long}\n" for i in range(FLOOD_ROWS))
    daemon.import_text("people", "id,name,unit,post\n" + rows)


def new_unit(daemon, number):
    """Makes a unit below xinjian, a project of that unit, and a chain that is late at once."""
    daemon.import_text("units", f"id,name,kind,parent,gb_code\nxj-{number},新建{number}局,"
                                "municipal,xinjian,\n")
    daemon.import_text("projects", "code,name,unit,sector,category,stage,total,plan,year,"
                                   "planned_start,planned_finish,list\n"
                       f"2020-1{number},新项目{number},xj-{number},,产业,building,1000000,100000,"
                       "2020,2020-01,2021-12,\n")
    daemon.import_text("chains", "project,no,name,class,unit,leader,person,after,limit,"
                                 f"chain_start\n2020-1{number},1,备案,approval,xj-{number},张三,"
                                 "李四,,3wd,2020-03-02\n")


def links(daemon, no):
    client = Client(f"ipc://{daemon.dir}/admin.sock")
    for project in ("2020-001", "2020-002"):
        for reply in (client.link_start(project, no), client.link_finish(project, no)):
            assert reply.status == 0, reply
    client.close()


def clock(daemon, day):
    daemon.ctl("clock", "set", f"{day}T09:00")


# ---- the expected events

def level_of(e):
    body = getattr(e, e.WhichOneof("body"))
    if e.WhichOneof("body") == "warning_raised":
        return body.warning.level
    return getattr(body, "level", 0)


def by_hand(daemon):
    """seq -> what a watcher should print for it; the tree of units; and seq -> whose turn it is."""
    units, parents, codes, said, turns = {0: None}, {}, {0: None}, {}, {}
    for item in whole_journal(daemon):
        e = event.Event.FromString(item.event)
        kind = e.WhichOneof("body")
        if kind == "unit_put":
            units[e.unit_put.unit.num] = e.unit_put.unit.id
            parents[e.unit_put.unit.num] = e.unit_put.unit.parent
        if kind == "project_put":
            codes[e.project_put.project.num] = e.project_put.project.code
        level = model.Level.Name(level_of(e))[len("LEVEL_"):].lower()
        turns[e.seq] = units[e.turn_unit]
        said[e.seq] = {"seq": e.seq, "kind": kind,
                       "level": None if level == "invalid" else level,
                       "unit": units[e.project_unit], "project": codes[e.project]}
    below = {None: []}
    for num, unit in units.items():
        above, at = [], num
        while at:
            above.append(units[at])
            at = parents[at]
        below[unit] = above
    return said, below, turns


def check(watcher, said, wanted):
    expected = [s for s in said.values() if s["seq"] > watcher.begin and wanted(s)]
    got, seen, restarted = [], 0, False
    for line in watcher.lines:
        if line == "restarted":
            restarted = True
            continue
        e = json.loads(line)
        assert e["at"].endswith(OFFICE_ZONE)
        assert e["seq"] > seen or restarted, f"{watcher.name}: {e['seq']} after {seen}"
        if e["seq"] > seen:
            got.append({key: e[key] for key in ("seq", "kind", "level", "unit", "project")})
            restarted = False
        seen = max(seen, e["seq"])
    assert got == expected, f"{watcher.name}: {len(got)} events, {len(expected)} expected; " \
        f"first difference {next((p for p in zip(got, expected) if p[0] != p[1]), None)}"
    assert len(expected) > 10, f"{watcher.name} had nothing to do"
    return len(got)


def wait_for(selector, watcher, seq):
    until = time.monotonic() + 100
    while watcher.last() < seq:
        assert time.monotonic() < until, f"{watcher.name}: {watcher.last()} of {seq}"
        read(selector, 1)


# ---- the test

def slow_subscriber(connection):
    """A subscriber with a minimal queue that reads only when told to."""
    socket = zmq.Context.instance().socket(zmq.SUB)
    for option, value in ((zmq.RCVHWM, 1), (zmq.RCVBUF, 4096), (zmq.LINGER, 0)):
        socket.setsockopt(option, value)
    use_curve(socket, connection)
    socket.subscribe("")
    socket.connect(connection["feed"])
    assert socket.poll(30000), "no heartbeat on the feed"
    return socket


def feed_misses(socket, begin, head):
    """Reads the feed up to a heartbeat with `head`; returns how many events since `begin` are missing."""
    seqs = set()
    while True:
        assert socket.poll(30000), "no heartbeat on the feed"
        topic, data = socket.recv_multipart()
        if topic != b"heartbeat":
            seqs.add(event.Event.FromString(data).seq)
        elif api.Heartbeat.FromString(data).seq >= head:
            return len(set(range(begin + 1, head + 1)) - seqs)


def head_of(daemon):
    return daemon.ctl_json("status")["head"]


def overrun(daemon, slow):
    """A subscriber that does not read loses events without notice; others lose none."""
    begin = head_of(daemon)
    for number in range(FLOODS):
        flood(daemon, number)
    assert feed_misses(slow, begin, head_of(daemon)) > 0, "the feed was not overrun"


def trouble(daemon, selector, slow, watchers):
    project, level, subtree = watchers
    links(daemon, 1)
    new_unit(daemon, 1)
    clock(daemon, "2020-03-12")
    wait_for(selector, project, 1)
    wait_for(selector, level, 1)
    project.process.send_signal(signal.SIGSTOP)
    overrun(daemon, slow)
    clock(daemon, "2020-03-26")
    level.kill()
    links(daemon, 2)
    clock(daemon, "2020-04-07")
    seen = len(level.lines)
    level.start()
    while len(level.lines) == seen:  # it is open
        read(selector, 1)
    daemon.kill()
    daemon.start()
    new_unit(daemon, 2)
    links(daemon, 3)
    project.process.send_signal(signal.SIGCONT)
    clock(daemon, "2020-05-08")
    subtree.kill()
    assert daemon.stop() == 0
    daemon.start()
    subtree.start()
    links(daemon, 4)
    clock(daemon, "2020-05-28")


def gapfree(daemon):
    selector = selectors.DefaultSelector()
    gateway = daemon.principal("gateway", "gateway")
    slow = slow_subscriber(gateway)
    project = Watcher(selector, daemon, "project", "--project", "2020-001")
    level = Watcher(selector, daemon, "level", "--level", "red",
                    connection=os.path.join(daemon.top, "gateway.conn"))
    subtree = Watcher(selector, daemon, "subtree", "--unit", "xinjian")
    trouble(daemon, selector, slow, (project, level, subtree))
    said, above, turns = by_hand(daemon)
    rows = ((project, lambda s: s["project"] == "2020-001"),
            (level, lambda s: s["level"] == "red"),
            (subtree, lambda s: "xinjian" in above[s["unit"]] + above[turns[s["seq"]]]))
    counts = []
    for watcher, wanted in rows:
        wait_for(selector, watcher, max(s["seq"] for s in said.values() if wanted(s)))
        watcher.stop()
        counts.append(check(watcher, said, wanted))
    assert {"xj-1", "xj-2"} <= {e["unit"] for e in subtree.events()}
    slow.close()
    return counts, len(said)


def main():
    check_tools(DUBANCTL)
    started = time.monotonic()
    daemon = MortalDaemon().start()
    try:
        daemon.city()
        counts, events = gapfree(daemon)
        daemon.remove()
    except BaseException:
        daemon.abandon()
        raise
    print(f"{counts} of {events} events, {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    main()
