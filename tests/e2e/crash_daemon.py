"""A duband that is killed and started again: on the same ports, with small journal segments."""
import os
import random
import signal
import socket
import subprocess
import sys

from wire_client import Client, api
from wire_daemon import BUILD, DUBAND, DUBANCTL, Daemon

CLIENT = os.path.join(BUILD, "tests", "crash_client")


def seed():
    """Printed, so that a failure can be run again: SEED=... crash.py"""
    value = int(os.environ.get("SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"SEED={value}", flush=True)
    return random.Random(value)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class MortalDaemon(Daemon):
    def __init__(self, simulated="2020-03-02T09:00"):
        super().__init__(simulated)
        self.ports = (free_port(), free_port())

    def start(self):
        """Returns when it says READY=1; fails at once if it ends instead."""
        path = os.path.join(self.top, "notify")
        if os.path.exists(path):
            os.unlink(path)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify, \
                open(os.path.join(self.top, "log"), "ab") as log:
            notify.bind(path)
            self.process = subprocess.Popen(
                [DUBAND, "--data", self.dir, "--simulated", self.simulated,
                 "--listen", f"tcp://127.0.0.1:{self.ports[0]}",
                 "--publish", f"tcp://127.0.0.1:{self.ports[1]}", "--segment-size", "1M"],
                env={**os.environ, "NOTIFY_SOCKET": path}, stderr=log, stdout=log)
            self.wait_ready(notify)
        return self

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(60)
        self.process = None

    def abandon(self):
        """After a failure: its last words; the folder stays to be looked at."""
        if self.process:
            self.kill()
        print(f"{self.dir}\n{self.last_words()}", file=sys.stderr)

    def last_words(self):
        return "\n".join(self.log().splitlines()[-40:])


def whole_journal(daemon, **filters):
    """All items from the start, as the daemon's own admin may read them."""
    client = Client(f"ipc://{daemon.dir}/admin.sock")
    items, cursor = [], api.Cursor()
    while True:
        request = api.FetchRequest(cursor=cursor, filter=api.Filter(**filters))
        reply = client.call(api.Request(fetch=request), timeout=60)
        assert reply.status == api.STATUS_OK, reply
        items.extend(reply.fetch.item)
        cursor = reply.fetch.next
        if cursor.seq >= reply.fetch.head:
            client.close()
            return items


def spawn(*args, **more):
    return subprocess.Popen(args, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            env={**os.environ, "LANG": "C.UTF-8"}, **more)


def check_tools(*paths):
    for path in paths:
        if not os.path.exists(path):
            sys.exit(f"{path} is not built")


__all__ = ["CLIENT", "DUBANCTL", "MortalDaemon", "check_tools", "seed", "spawn", "whole_journal"]
