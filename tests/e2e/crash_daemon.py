"""A duband that is killed and restarted on the same ports, with small journal segments."""
import ctypes
import os
import random
import selectors
import signal
import socket
import subprocess
import sys

from wire_client import Client, api
from wire_daemon import BUILD, DUBAND, Daemon

PR_SET_PDEATHSIG = 1
CLIENT = os.path.join(BUILD, "tests", "crash_client")


def seed():
    """Prints the seed, so that a failure can be repeated: SEED=... crash.py"""
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
        """Returns when the daemon sends READY=1; fails at once if it ends."""
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
                env={**os.environ, "NOTIFY_SOCKET": path}, stderr=log, stdout=log,
                preexec_fn=die_with_parent)
            self.wait_ready(notify)
        return self

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(60)
        self.process = None

    def abandon(self):
        """After a failure: prints the end of its log and keeps the folder."""
        if self.process:
            self.kill()
        print(f"{self.dir}\n{self.last_words()}", file=sys.stderr)

    def last_words(self):
        return "\n".join(self.log().splitlines()[-40:])


def whole_journal(daemon, **filters):
    """All events from the start, as an administrator may read them."""
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


def die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def spawn(*args):
    return subprocess.Popen(args, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            env={**os.environ, "LANG": "C.UTF-8"}, preexec_fn=die_with_parent)


class Worker:
    """A process whose output lines are collected."""

    def __init__(self, selector, *args):
        self.args, self.selector = args, selector
        self.lines, self.rest = [], b""
        self.start()

    def start(self):
        self.process = spawn(*self.args)
        os.set_blocking(self.process.stdout.fileno(), False)
        self.selector.register(self.process.stdout, selectors.EVENT_READ, self)

    def read(self):
        """Reads the lines that are there; returns their number, -1 at the end."""
        data = self.process.stdout.read()
        if data == b"":
            return -1
        *lines, self.rest = (self.rest + (data or b"")).split(b"\n")
        self.lines += [line.decode() for line in lines]
        return len(lines)

    def finish(self, kill=False):
        """Reads to the end of the output. A line cut off by a kill is ignored."""
        if kill:
            self.process.kill()
        self.process.stdin.close()
        self.selector.unregister(self.process.stdout)
        os.set_blocking(self.process.stdout.fileno(), True)
        while self.read() >= 0:
            pass
        self.rest = b""
        code = self.process.wait(120)
        assert kill or code == 0, f"{self.args}: exit {code}"


def check_tools(*paths):
    for path in paths:
        if not os.path.exists(path):
            sys.exit(f"{path} is not built")
