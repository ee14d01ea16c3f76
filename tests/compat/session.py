#!/usr/bin/python3
# timeout: 300
"""What clients of the fixture's commit sent is answered as it was then: the recorded requests,
byte for byte, to a fresh store, and every reply read by that commit's protos."""
import difflib
import json
import os
import sys
import time
import unittest

from google.protobuf import text_format
from zmq.utils import z85

from fixture import Client, api, content, fresh_daemon, masked, part, read_session


class Replay:
    def __init__(self, daemon):
        self.daemon = daemon
        self.keys = json.loads(content(part("keys.json")))
        self.clients = {"": daemon.admin()}
        self.door = None
        self.imported = 0  # event of the last import

    def close(self):
        for client in self.clients.values():
            client.close()

    def client(self, who):
        if who not in self.clients:
            connection = {**self.keys[who], "commands": self.door.commands,
                          "server_key": z85.encode(self.door.server_key).decode()}
            self.clients[who] = Client(connection=connection)
        return self.clients[who]

    def to_send(self, data):
        """The recorded bytes; only a folder of that machine, and the number of the import that is
        reverted (always the last one; more parameters shift it), become ours."""
        request = api.Request.FromString(data)
        body = request.WhichOneof("body")
        if body == "backup":
            request.backup.dir = os.path.join(self.daemon.top, "backup")
        elif body == "import_revert":
            request.import_revert.import_seq = self.imported
        else:
            return data
        return request.SerializeToString()

    def answer(self, who, data):
        client = self.client(who)
        client.send_bytes(self.to_send(data))
        if not client.socket.poll(120000):
            raise TimeoutError(f"no reply to {api.Request.FromString(data)}")
        got = client.socket.recv()
        reply = api.Reply.FromString(got)
        if reply.WhichOneof("body") == "principal_add":
            self.door = reply.principal_add
        if reply.WhichOneof("body") == "import" and reply.last_seq:
            self.imported = reply.last_seq
        return got


def replay():
    """(who, request, recorded reply, reply now) of each request, in the order of the session."""
    daemon = fresh_daemon().start()
    try:
        session = Replay(daemon)
        try:
            for who, request, was in read_session():
                yield who, request, was, session.answer(who, request)
        finally:
            session.close()
    finally:
        daemon.remove()


def lines(data):
    reply, events = masked(data)
    return [line for m in (reply, *events)
            for line in text_format.MessageToString(m, as_utf8=True).splitlines()]


def difference(was, now):
    return "\n".join([line for line in difflib.unified_diff(
        lines(was), lines(now), "recorded", "now", lineterm="", n=2)][:40])


class Session(unittest.TestCase):
    def test_every_request_is_answered_as_it_was(self):
        began, count = time.monotonic(), 0
        for who, request, was, now in replay():
            count += 1
            if was == now or masked(was) == masked(now):
                continue
            asked = text_format.MessageToString(api.Request.FromString(request), as_utf8=True)
            self.fail(f"request {count} of {who or 'the admin socket'} is answered otherwise:\n"
                      f"{asked[:600]}\n{difference(was, now)}")
        self.assertGreater(count, 250)
        print(f"{count} requests of the session answered as before, in "
              f"{time.monotonic() - began:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    unittest.main()
