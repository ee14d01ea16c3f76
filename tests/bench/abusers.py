"""What a client can do to a daemon, for `abuse`: each abuser is a process of its own that goes on until
it is killed. It writes a line when what it does is in effect.

    abusers.py NAME CONNECTION-FILE
"""

import os
import socket
import sys
import time

import zmq

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from wire_client import api, read_connection, use_curve, uuid7  # noqa: E402

CONTEXT = zmq.Context()
CONTEXT.set(zmq.MAX_SOCKETS, 8192)
SETTLE = 2  # seconds until what was sent has arrived


def in_effect():
    time.sleep(SETTLE)
    print("on", flush=True)


def connect(connection, kind=zmq.DEALER, door="commands", source=True, **options):
    s = CONTEXT.socket(kind)
    s.linger = 0
    for name, value in options.items():
        setattr(s, name, value)
    use_curve(s, connection)
    # from an address of its own, as a machine of its own would have
    s.connect(connection[door].replace("tcp://", "tcp://127.0.0.2:0;") if source else connection[door])
    return s


def request(**body):
    return api.Request(version=1, request_id=uuid7(), **body).SerializeToString()


def idle(connection):
    """2,000 connections of one key that ask for nothing."""
    sockets = [connect(connection) for _ in range(2000)]
    in_effect()
    while sockets:
        time.sleep(60)


def readers(connection):
    """64 connections that ask for pages and never read them, until they can ask no more."""
    sockets = [connect(connection, rcvhwm=1, rcvbuf=4096, sndhwm=1, sndbuf=4096) for _ in range(64)]
    asked, told = time.monotonic(), False
    while True:
        for s in sockets:
            try:
                s.send(request(project_list=api.ProjectListRequest()), zmq.NOBLOCK)
                asked = time.monotonic()
            except zmq.Again:
                pass
        if not told and time.monotonic() - asked > SETTLE:
            print("on", flush=True)
            told = True
        time.sleep(0.01)


def stalled(connection):
    """8 subscribers of everything that read nothing."""
    sockets = [connect(connection, zmq.SUB, "feed", rcvhwm=1, rcvbuf=4096) for _ in range(8)]
    for s in sockets:
        s.subscribe("")
    in_effect()
    while True:
        time.sleep(60)


def parked(connection):
    """64 connections that wait for events as often as they may, and more."""
    sockets = [connect(connection) for _ in range(64)]
    poller = zmq.Poller()

    sockets[0].send(request(status=api.StatusRequest()))
    head = api.Cursor(seq=api.Reply.FromString(sockets[0].recv()).status_reply.head)

    def wait(s):
        s.send(request(fetch=api.FetchRequest(cursor=head, wait_ms=30000,
                                              filter=api.Filter(kind=["principal_revoked"]))))

    for s in sockets:
        poller.register(s, zmq.POLLIN)
        for _ in range(4):
            wait(s)
    in_effect()
    while True:
        for s, _ in poller.poll():
            s.recv()
            wait(s)


def uploads(connection):
    """Imports of 30 MiB, part by part, that are never committed, and evidence files beside them."""
    s = connect(connection)
    row = ["x" * 4000] * 30
    started = time.monotonic()
    said = False
    while True:
        one, other = uuid7(), uuid7()
        for part in range(250):
            q = api.ImportPartRequest(upload_id=one, part=part)
            q.row.add(line=part + 1, cell=row)
            s.send(request(import_part=q))
            s.recv()
            if part % 8:
                s.send(request(evidence_part=api.EvidencePartRequest(
                    upload_id=other, part=part % 8, content=b"x" * 131072)))
                s.recv()
        if not said and time.monotonic() - started > SETTLE:
            print("on", flush=True)
            said = True


def strangers(connection):
    """1,000 connections without a word, or with half a greeting; who is closed knocks again."""
    host, port = connection["commands"][6:].rsplit(":", 1)
    places = [None] * 1000
    said = False
    while True:
        for i, s in enumerate(places):
            if s is not None:
                try:
                    if s.recv(4096, socket.MSG_DONTWAIT):
                        continue
                except BlockingIOError:
                    continue
                except OSError:
                    pass
                s.close()
            places[i] = socket.create_connection((host, int(port)), source_address=("127.0.0.2", 0))
            if i % 2:
                places[i].sendall(b"\xff\0\0\0\0\0\0\0\1\x7f\3\1CU")
        if not said:
            in_effect()
            said = True
        time.sleep(0.01)


def oversized(connection):
    """Messages that are too long, on 8 connections."""
    sockets = [connect(connection, sndhwm=2) for _ in range(8)]
    said = False
    while True:
        for s in sockets:
            try:
                s.send(b"x" * 300000, zmq.NOBLOCK)
            except zmq.Again:
                pass
        if not said:
            in_effect()
            said = True
        time.sleep(0.001)


def reconnecting(connection):
    """Connects, asks, goes away, without a pause."""
    for n in range(1 << 62):
        s = connect(connection)
        s.send(request(status=api.StatusRequest()))
        s.poll(1000)
        s.close()
        if n == 20:
            print("on", flush=True)


def refused(connection):
    """An unknown key, 16 times at once, again and again."""
    for n in range(1 << 62):
        sockets = []
        for _ in range(16):
            public, secret = zmq.curve_keypair()
            sockets.append(connect({**connection, "public_key": public.decode(),
                                    "secret_key": secret.decode()}))
        time.sleep(0.02)
        for s in sockets:
            s.close()
        if n == 5:
            print("on", flush=True)


def topics(connection):
    """8 subscribers of 256 topics each, cancelled and asked for again in a loop."""
    sockets = [connect(connection, zmq.SUB, "feed") for _ in range(8)]
    names = [f"report_submitted//unit{n}/" for n in range(256)]
    for s in sockets:
        for name in names:
            s.subscribe(name)
    in_effect()
    while True:
        for s in sockets:
            for name in names:
                s.unsubscribe(name)
                s.subscribe(name)
        time.sleep(0.001)


ALL = (idle, readers, stalled, parked, uploads, strangers, oversized, reconnecting, refused, topics)

if __name__ == "__main__":
    {f.__name__: f for f in ALL}[sys.argv[1]](read_connection(sys.argv[2]))
