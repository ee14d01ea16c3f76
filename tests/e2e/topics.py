#!/usr/bin/python3
"""The subscriptions that docs/wire.md gives for lamps that are red get what FETCH's filter gets; those
that are only raised red are few. The filter by yellow gets a lamp's whole life."""
import os
import re

import zmq

from crash_daemon import whole_journal
from wire_client import SOURCE, api, event, model, use_curve
from wire_daemon import Daemon


def topics_of_the_page():
    with open(os.path.join(SOURCE, "docs", "wire.md"), encoding="utf-8") as f:
        rows = [line for line in f if re.match(r"\| `warning_\w+/red/`", line)]
    return re.findall(r"`(warning_\w+/red/)`", "".join(rows))


def subscribe(connection, topics):
    socket = zmq.Context.instance().socket(zmq.SUB)
    socket.setsockopt(zmq.LINGER, 0)
    use_curve(socket, connection)
    for topic in ("heartbeat", *topics):
        socket.subscribe(topic)
    socket.connect(connection["feed"])
    assert socket.poll(60000), "no heartbeat on the feed"
    return socket


def heard_until(socket, head):
    heard = []
    while True:
        assert socket.poll(60000), "no heartbeat on the feed"
        topic, data = socket.recv_multipart()
        if topic != b"heartbeat":
            heard.append(event.Event.FromString(data))
        elif api.Heartbeat.FromString(data).seq >= head:
            return heard


def lamps(daemon):
    """Lamps go from yellow to red; some are cleared as yellow, some as red, and a deadline moves."""
    daemon.ctl("clock", "set", "2020-03-11T09:00")
    daemon.ctl("link", "finish", "2020-001", "1", "--at", "2020-03-10")
    daemon.ctl("clock", "set", "2020-03-20T09:00")
    daemon.ctl("link", "finish", "2020-002", "1", "--at", "2020-03-19")
    daemon.ctl("link", "extend", "2020-001", "2", "--to", "2020-03-25", "--reason", "雨")
    daemon.ctl("clock", "set", "2020-05-20T09:00")
    for no in range(2, 6):
        daemon.ctl("link", "finish", "2020-002", str(no), "--at", "2020-05-19")


def lamp_of(e):
    body = getattr(e, e.WhichOneof("body"))
    body = body.warning if e.WhichOneof("body") == "warning_raised" else body
    return body.rule, body.occurrence, body.subject.SerializeToString()


def level_of(e):
    body = getattr(e, e.WhichOneof("body"))
    return body.warning.level if e.WhichOneof("body") == "warning_raised" else body.level


def whole_lives(daemon):
    """Of all events, those of a lamp from its first yellow on; the filter must get just these."""
    yellow, wanted = set(), []
    for item in whole_journal(daemon):
        e = event.Event.FromString(item.event)
        if not item.kind.startswith("warning_"):
            continue
        if level_of(e) == model.LEVEL_YELLOW:
            yellow.add(lamp_of(e))
        if lamp_of(e) in yellow:
            wanted.append(e.seq)
    return wanted


def filtered(daemon, level):
    return [event.Event.FromString(i.event) for i in whole_journal(daemon, level=[level])]


def main():
    with Daemon() as daemon:
        daemon.city()
        topics = topics_of_the_page()
        assert len(topics) >= 4, topics
        socket = subscribe(daemon.principal("gw", "gateway"), topics)
        lamps(daemon)
        heard = heard_until(socket, daemon.ctl_json("status")["head"])
        red = filtered(daemon, model.LEVEL_RED)
        assert sorted({e.seq for e in heard}) == [e.seq for e in red], (len(heard), len(red))
        lit = [e for e in red if e.WhichOneof("body") in ("warning_raised", "warning_escalated")]
        raised = [e for e in lit if e.WhichOneof("body") == "warning_raised"]
        assert 0 < len(lit) and len(raised) < len(lit), (len(raised), len(lit))
        yellow = [e.seq for e in filtered(daemon, model.LEVEL_YELLOW)]
        assert yellow == whole_lives(daemon) and len(yellow) > 10
        socket.close()


if __name__ == "__main__":
    main()
