"""Drives one simulated store by dubanctl and by raw requests, and keeps every pair of request and
reply: dubanctl goes through a door of ours, an ipc socket in front of the admin socket."""
import json
import os
import subprocess
import threading

import zmq
from google.protobuf import text_format

from fixture import Client, api, digest_of
from wire_client import read_connection
from wire_daemon import DUBANCTL

PART = 128 * 1024  # EVIDENCE_PART_BYTES: all but the last are that long


class Door(threading.Thread):
    """Hands requests through and keeps them in the order in which they came."""

    def __init__(self, folder, behind, keep):
        super().__init__(daemon=True)
        os.mkdir(folder)
        self.context, self.keep, self.open = zmq.Context.instance(), keep, {}
        self.front = self.context.socket(zmq.ROUTER)
        self.front.bind(f"ipc://{folder}/admin.sock")
        self.back = self.context.socket(zmq.DEALER)
        self.back.linger = 0
        self.back.connect(behind)
        self.stopped = threading.Event()

    def run(self):
        poller = zmq.Poller()
        poller.register(self.front, zmq.POLLIN)
        poller.register(self.back, zmq.POLLIN)
        while not self.stopped.is_set():
            ready = dict(poller.poll(100))
            if self.front in ready:
                peer, data = self.front.recv_multipart()
                entry = self.keep("", data)
                self.open[api.Request.FromString(data).request_id] = (peer, entry)
                self.back.send(data)
            if self.back in ready:
                data = self.back.recv()
                peer, entry = self.open.pop(api.Reply.FromString(data).request_id)
                entry[2] = data
                self.front.send_multipart([peer, data])
        self.front.close()
        self.back.close()


def shown(message):
    return text_format.MessageToString(message, as_utf8=True)


class Recorder:
    def __init__(self, daemon):
        self.daemon = daemon
        self.entries = []
        self.keys = {}
        self.clients = {"": daemon.admin()}
        self.door = Door(os.path.join(daemon.top, "door"), f"ipc://{daemon.dir}/admin.sock",
                         self.keep)
        self.door.start()

    def close(self):
        self.door.stopped.set()
        self.door.join()
        for client in self.clients.values():
            client.close()

    def keep(self, who, request):
        self.entries.append([who, request, None])
        return self.entries[-1]

    # ---- by dubanctl, on the admin socket

    def ctl(self, *args, code=0, text=None):
        """The JSON it printed; fails unless it ends with `code`."""
        done = subprocess.run([DUBANCTL, "--data", os.path.join(self.daemon.top, "door"), "--json",
                               *args], input=text, capture_output=True, text=True, timeout=120,
                              check=False, env={**os.environ, "LANG": "C.UTF-8"})
        if done.returncode != code:
            raise AssertionError(f"dubanctl {' '.join(args)}: exit {done.returncode}\n"
                                 f"{text or ''}{done.stdout}{done.stderr}")
        return json.loads(done.stdout) if done.stdout.startswith(("{", "[")) else None

    def csv(self, kind, text, *options, code=0):
        """Imports rows; what it answers has the number by which it is taken back."""
        return self.ctl("import", kind, "-", *options, text=text, code=code)

    def revert(self, done):
        self.ctl("import", "revert", str(done["seq"]))

    def until(self, when):
        self.ctl("clock", "set", when if "T" in when else when + "T09:00")

    def principal(self, name, role, unit=None):
        path = os.path.join(self.daemon.top, f"{name}.conn")
        self.ctl("principal", "add", name, "--role", role, *(("--unit", unit) if unit else ()),
                 "--out", path)
        connection = read_connection(path)
        self.keys[name] = {k: connection[k] for k in ("public_key", "secret_key")}
        self.clients[name] = Client(connection=connection)

    # ---- by raw requests, as any principal

    def ask(self, who, status=api.STATUS_OK, code=None, **body):
        """One request with one body; fails unless its reply has `status` (None: any)."""
        request = api.Request(**body)
        client = self.clients[who]
        entry = self.keep(who, b"")
        client.send(request)
        entry[1] = request.SerializeToString()
        if not client.socket.poll(120000):
            raise TimeoutError(f"no reply to {body}")
        entry[2] = client.socket.recv()
        reply = api.Reply.FromString(entry[2])
        if status is not None and reply.status != status or \
                code and code not in [p.code for p in reply.problem]:
            raise AssertionError(f"{who}: {shown(request)}\n{shown(reply)}")
        return reply

    def again(self, who):
        """The last request once more, byte for byte."""
        request = next(e[1] for e in reversed(self.entries) if e[0] == who)
        entry = self.keep(who, request)
        self.clients[who].send_bytes(request)
        entry[2] = self.clients[who].socket.recv()
        return api.Reply.FromString(entry[2])

    def evidence(self, who, data, name, project):
        upload = digest_of(data)[:16]
        parts = [data[i:i + PART] for i in range(0, len(data), PART)]
        for i, piece in enumerate(parts):
            self.ask(who, evidence_part=api.EvidencePartRequest(
                upload_id=upload, part=i, content=piece))
        meta = {"digest": digest_of(data), "size": len(data), "name": name}
        self.ask(who, evidence_commit=api.EvidenceCommitRequest(
            upload_id=upload, parts=len(parts), evidence=meta, project=project))
        return digest_of(data)
