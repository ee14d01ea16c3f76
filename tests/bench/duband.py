"""Shared by the benchmarks: builds their tools, runs a duband on a folder of its own, makes a city for it."""

import glob
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
RELEASE = os.path.join(ROOT, "build", "release")
TOOLS = os.path.join(ROOT, "build", "bench")
CASES = [(1, 1), (16, 1), (64, 1), (64, 16)]  # connections × window
START = "2020-05-01T08:00"
BEFORE_STORM, AFTER_STORM = "2020-06-28T23:59", "2020-06-29T00:01"


def run(*args, **kw):
    return subprocess.run(args, check=True, stdout=subprocess.PIPE, text=True, **kw).stdout


def build():
    os.makedirs(TOOLS, exist_ok=True)
    for step in (["--preset", "release"], ["--build", "--preset", "release"]):
        run("cmake", *step, cwd=ROOT)
    run("protoc-c", f"--proto_path={HERE}", f"--c_out={TOOLS}", f"{HERE}/floor.proto")
    flags = ["-O2", "-g", "-Wall", "-Wextra", "-D_GNU_SOURCE", f"-I{ROOT}/tests", f"-I{TOOLS}",
             f"-I{RELEASE}", f"-I{RELEASE}/proto"]
    pb = sorted(glob.glob(f"{RELEASE}/proto/*.pb-c.c"))
    mine = [f"{HERE}/zmtp.c", f"{HERE}/bench.c"]
    run("gcc", *flags, "-o", f"{TOOLS}/floor", f"{HERE}/floor.c", f"{HERE}/floor_store.c", *mine,
        f"{TOOLS}/floor.pb-c.c", "-lzmq", "-llmdb", "-lprotobuf-c")
    run("gcc", *flags, "-o", f"{TOOLS}/load", f"{HERE}/load.c", f"{HERE}/request.c", *mine, *pb,
        "-lprotobuf-c")
    run("gcc", *flags, "-o", f"{TOOLS}/secured", f"{HERE}/secured.c", f"{HERE}/request.c", f"{HERE}/bench.c",
        *pb, "-lprotobuf-c", "-lzmq")


def metrics(lines):
    """The output of load or floor as {metric: value}."""
    out = {}
    for line in lines.splitlines():
        _, metric, value, _ = line.split("\t")
        out[metric] = float(value)
    return out


def measure(*args):
    return metrics(run(*args))


class NotReady(Exception):
    """A daemon died during its start or took too long; holds the end of its log."""


class Daemon:
    """A simulated duband on a folder of its own; waits until it is READY."""

    def __init__(self, folder, built=RELEASE, binary=None, start=START, options=(), environment=None):
        """`built`: folder with duband and dubanctl; `binary`: a duband of another build to run instead."""
        self.options = options
        self.environment = environment or {}
        self.folder = folder
        self.built = built
        self.binary = binary or f"{built}/duband"
        self.start_at = start
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify.bind(folder + ".notify")
        self.process = None
        self.ready = threading.Event()
        # A full queue of notifications would block the daemon in sd_notify(): they are read for
        # as long as it lives, not only until READY.
        threading.Thread(target=self.read_notifications, daemon=True).start()

    def read_notifications(self):
        try:
            while True:
                if b"READY=1" in self.notify.recv(4096):
                    self.ready.set()
        except OSError:
            return  # closed

    def start(self):
        """Seconds from exec to READY=1."""
        env = dict(os.environ, NOTIFY_SOCKET=self.folder + ".notify", **self.environment)
        self.ready.clear()
        t0 = time.monotonic()
        with open(self.folder + ".log", "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [self.binary, "--data", self.folder, "--simulated", self.start_at, *self.options], env=env,
                stdout=subprocess.DEVNULL, stderr=log)
        self.wait_for_ready(t0 + 120)
        return time.monotonic() - t0

    def wait_for_ready(self, deadline):
        while not self.ready.wait(0.5):  # a daemon that died during its start is noticed after this time
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise NotReady(f"{self.binary} did not become ready: {self.last_words()}")

    def last_words(self):
        with open(self.folder + ".log", encoding="utf-8", errors="replace") as f:
            lines = f.read().splitlines()
        return lines[-1] if lines else "it said nothing"

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait()

    def ctl(self, *args):
        return run(f"{self.built}/dubanctl", "--data", self.folder, "--timeout", "600", *args)

    def status(self, field):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as f:
            for line in f:
                if line.startswith(field + ":"):
                    return int(line.split()[1]) / 1024
        return 0

    def processor(self):
        """Processor seconds of all its threads, from schedstat: stat only has hundredths of a second."""
        total = 0
        for task in os.listdir(f"/proc/{self.process.pid}/task"):
            with open(f"/proc/{self.process.pid}/task/{task}/schedstat", encoding="ascii") as f:
                total += int(f.read().split()[0])
        return total / 1e9

    def endpoint(self):
        return f"ipc://{self.folder}/admin.sock"


def journal_bytes(folder):
    """Bytes written to the segments, without the zeros they are filled with in advance."""
    used = 0
    for name in os.listdir(folder + "/journal"):
        if not name.endswith(".seg"):
            continue
        with open(f"{folder}/journal/{name}", "rb") as f:
            used += len(f.read().rstrip(b"\0"))
    return used


def bytes_of(folder):
    return journal_bytes(folder), os.stat(folder + "/data.mdb").st_size


def make_city(projects, city, *counties):
    """Makes a city's files in a new folder; returns the imports that load it, in order: [(kind, path), ...]."""
    os.makedirs(city)
    run(sys.executable, f"{HERE}/city.py", str(projects), city, *map(str, counties))
    return [(kind, f"{city}/{name}") for kind in ("units", "projects", "chains")
            for name in sorted(os.listdir(city)) if name.startswith(kind)]


def load_city(daemon, projects, folder):
    imports = make_city(projects, folder + ".city")
    t0 = time.monotonic()
    for kind, path in imports:
        daemon.ctl("import", kind, path)
    seconds = time.monotonic() - t0
    shutil.rmtree(folder + ".city")
    return seconds


def fmt(values, scale=1.0, digits=1):
    values = [v * scale for v in values]
    mid = f"{statistics.median(values):,.{digits}f}"
    return mid if len(values) == 1 else f"{mid} [{min(values):,.{digits}f}–{max(values):,.{digits}f}]"
