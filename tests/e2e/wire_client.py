"""A complete client in another language, written from the .proto files and docs/wire.md alone."""
import hashlib
import itertools
import os
import secrets
import subprocess
import sys
import tempfile
import time

import zmq

SOURCE = os.environ.get("DUBAN_SOURCE") or os.path.join(os.path.dirname(__file__), "..", "..")
PROTO = os.environ.get("DUBAN_PROTO") or os.path.join(SOURCE, "proto")


def compile_protos(out):
    """Compiles the .proto files when the test runs: no generated file is in the tree."""
    names = [os.path.join(PROTO, f"{n}.proto") for n in ("model", "event", "api")]
    subprocess.run(["protoc", f"--proto_path={PROTO}", f"--python_out={out}", *names], check=True)


def load_protos():
    with tempfile.TemporaryDirectory(prefix="duban-protos-") as out:
        compile_protos(out)
        sys.path.insert(0, out)
        import api_pb2
        import event_pb2
        import model_pb2
        sys.path.remove(out)
    return api_pb2, event_pb2, model_pb2


api, event, model = load_protos()


def uuid7():
    """48 bits of milliseconds, then random bits: ids close in time are neighbours in the store."""
    value = bytearray(int(time.time() * 1000).to_bytes(6, "big") + secrets.token_bytes(10))
    value[6] = 0x70 | value[6] & 0x0F
    value[8] = 0x80 | value[8] & 0x3F
    return bytes(value)


def sm3_of_cells(rows):
    digest = hashlib.new("sm3")
    for row in rows:
        for cell in row:
            digest.update(cell.encode() + b"\x1f")
        digest.update(b"\x1e")
    return digest.digest()


def read_connection(path):
    with open(path, encoding="utf-8") as f:
        pairs = (line.split("=", 1) for line in f if "=" in line and line[0] not in "#;")
        return {key.strip(): value.strip() for key, value in pairs}


def use_curve(socket, connection):
    socket.curve_serverkey = connection["server_key"].encode()
    socket.curve_publickey = connection["public_key"].encode()
    socket.curve_secretkey = connection["secret_key"].encode()


class Client:
    """One DEALER: with a connection over CURVE, without one on the admin socket."""

    def __init__(self, endpoint=None, connection=None):
        self.socket = zmq.Context.instance().socket(zmq.DEALER)
        self.socket.linger = 0
        # after a refused handshake libzmq connects no more: a send would wait for ever
        self.socket.sndtimeo = 30000
        if connection:
            use_curve(self.socket, connection)
        self.socket.connect(endpoint or connection["commands"])

    def close(self):
        self.socket.close()

    def send(self, request):
        if not request.version:
            request.version = 1
        if not request.request_id:
            request.request_id = uuid7()
        self.socket.send(request.SerializeToString())
        return request.request_id

    def send_bytes(self, data):
        self.socket.send(data)

    def receive(self, timeout=30):
        """The next reply; None if none came in time."""
        if not self.socket.poll(timeout * 1000):
            return None
        return api.Reply.FromString(self.socket.recv())

    def call(self, request, timeout=30):
        """A reply belongs to the request with the same id: late replies to others are dropped."""
        request_id = self.send(request)
        until = time.monotonic() + timeout
        while True:
            reply = self.receive(max(0, until - time.monotonic()))
            if reply is None:
                raise TimeoutError(f"no reply to {request.WhichOneof('body')}")
            if reply.request_id == request_id:
                return reply

    # one line for each request that the tests use

    def link_start(self, project, no, **more):
        return self.call(link_request("link_start", project, no, **more))

    def link_finish(self, project, no, **more):
        return self.call(link_request("link_finish", project, no, **more))

    def status(self):
        return self.call(api.Request(status=api.StatusRequest())).status_reply

    def chain(self, project):
        reply = self.call(api.Request(chain_show=api.ChainShowRequest(project=project)))
        return {link.no: link for link in reply.chain_show.link}


def link_request(verb, project, no, request_id=b"", **fields):
    request = api.Request(request_id=request_id)
    body = getattr(request, verb)
    body.link.project = project
    body.link.no = no
    for name, value in fields.items():
        setattr(body, name, value)
    return request


MONITORS = itertools.count()


def monitor_of(socket, events=zmq.EVENT_ALL):
    """Each monitor has its own name: libzmq frees the name of a closed one later, in another thread."""
    return socket.get_monitor_socket(events, f"inproc://monitor-{next(MONITORS)}")


def close_monitored(socket, monitor):
    """Turned off before it is closed: the I/O thread that all sockets share would otherwise block forever
    when it sends to a monitor that nobody reads."""
    socket.disable_monitor()
    monitor.close()
    socket.close()


class Feed:
    """The live feed. Messages that it loses can be fetched."""

    def __init__(self, connection, topics=("",)):
        self.socket = zmq.Context.instance().socket(zmq.SUB)
        self.socket.linger = 0
        use_curve(self.socket, connection)
        for topic in topics:
            self.socket.subscribe(topic)
        self.monitor = monitor_of(self.socket)
        self.socket.connect(connection["feed"])

    def close(self):
        close_monitored(self.socket, self.monitor)

    def receive(self, timeout=30):
        """(topic, bytes), or None if nothing came in time."""
        if not self.socket.poll(timeout * 1000):
            return None
        topic, data = self.socket.recv_multipart()
        return topic.decode(), data

    def until(self, prefix, timeout=30):
        end = time.monotonic() + timeout
        while True:
            got = self.receive(max(0, end - time.monotonic()))
            if got is None:
                raise TimeoutError(f"nothing under {prefix!r} on the feed")
            if got[0].startswith(prefix):
                return got
