"""Starts a simulated duband in its own folder and loads a small city."""
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from wire_client import SOURCE, Client, read_connection

BUILD = os.environ.get("DUBAN_BUILD") or os.path.join(SOURCE, "build", "test")
DUBAND = os.environ.get("DUBAND") or os.path.join(BUILD, "duband")
DUBANCTL = os.environ.get("DUBANCTL") or os.path.join(BUILD, "dubanctl")
SHIPPED = os.environ.get("DUBAN_SHIPPED") or DUBANCTL
SHAPES = set()

UNITS = """id,name,kind,parent,gb_code
zdb,市重点办,office,,
xinjian,新建区,county,,360112
jinxian,进贤县,county,,360124
"""
PROJECTS = """code,name,unit,sector,category,stage,total,plan,year,planned_start,planned_finish,list
2020-001,昌北物流园一期,xinjian,,产业,building,120000000,30000000,2020,2020-01,2021-12,
2020-002,军山湖大道,jinxian,,交通,building,98000000,20000000,2020,2020-02,2021-06,
2020-003,赣江二桥,jinxian,,交通,building,50000000,10000000,2020,2020-02,2021-06,
"""
CHAIN_HEADER = "project,no,name,class,unit,leader,person,after,limit,chain_start"
CHAINS = CHAIN_HEADER + "\n" + "".join(
    f"{project},{no},环节{no},approval,{unit},张三,李四,,{no}0cd,2020-03-02\n"
    for project, unit in (("2020-001", "xinjian"), ("2020-002", "jinxian"))
    for no in range(1, 13)) + """2020-003,1,征地,service,xinjian,张三,李四,,500cd,2020-03-02
2020-003,2,主体,construction,jinxian,张三,李四,,500cd,2020-03-02
"""


def program(words):
    """Each verb with each set of options runs with the sanitizers once in a test, or once in all tests
    if DUBAN_SHAPES is a folder to note it in; after that as it is shipped (if tests/run built it): to
    start a sanitized program costs six times as much."""
    verb = tuple(word for word in words if re.fullmatch("[a-z][a-z-]*", word))[:2]
    shape = verb, tuple(sorted(word.split("=")[0] for word in words if word.startswith("--")))
    if shape in SHAPES:
        return SHIPPED
    SHAPES.add(shape)
    if "DUBAN_SHAPES" not in os.environ:
        return DUBANCTL
    try:
        os.mkdir(os.path.join(os.environ["DUBAN_SHAPES"], hashlib.sha256(repr(shape).encode()).hexdigest()))
    except FileExistsError:
        return SHIPPED
    return DUBANCTL


class Daemon:
    def __init__(self, simulated="2020-03-02T09:00", options=()):
        self.top = tempfile.mkdtemp(prefix="duban-e2e-")
        self.dir = os.path.join(self.top, "data")
        self.simulated = simulated
        self.options = options
        self.listen = self.publish = "tcp://127.0.0.1:0"
        self.process = None

    def start(self, more_environment=None):
        """Returns when the daemon sends READY=1, as it does to systemd."""
        path = os.path.join(self.top, "notify")
        if os.path.exists(path):
            os.unlink(path)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify, \
                open(os.path.join(self.top, "log"), "ab") as log:
            notify.bind(path)
            self.process = subprocess.Popen(
                # no scrub by itself while a test runs, unless it says when
                [DUBAND, "--data", self.dir, "--scrub-delay", "9999",
                 *(["--simulated", self.simulated] if self.simulated else []),
                 *self.options, "--listen", self.listen, "--publish", self.publish],
                stderr=log, env={**os.environ, **(more_environment or {}), "NOTIFY_SOCKET": path})
            self.wait_ready(notify)
        return self

    def wait_ready(self, notify):
        notify.settimeout(1)
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if b"READY=1" in notify.recv(4096).split(b"\n"):
                    return
            except TimeoutError:
                pass
        log, _ = self.log(), self.stop()
        shutil.rmtree(self.top)
        raise AssertionError("duband did not become ready:\n" + log)

    def log(self):
        with open(os.path.join(self.top, "log"), encoding="utf-8", errors="replace") as f:
            return f.read()

    def stop(self):
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.process = None
        return code

    def remove_folder(self):
        shutil.rmtree(self.top)

    def remove(self):
        """Stops it and checks the exit code, which also shows errors found by a sanitizer."""
        code, log = self.stop(), self.log()
        shutil.rmtree(self.top)
        if code != 0:
            raise AssertionError(f"duband ended with {code}:\n{log}")

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, *_):
        """After a failure the folder stays: its log says what happened."""
        if kind is None:
            self.remove()
        else:
            self.stop()

    def ctl(self, *args, code=0):
        """Runs dubanctl on the admin socket; fails unless it ends with `code` (None: any)."""
        done = subprocess.run([program(args), "--data", self.dir, *args], capture_output=True,
                              text=True, timeout=600, env={**os.environ, "LANG": "C.UTF-8"})
        if code is not None and done.returncode != code:
            raise AssertionError(f"dubanctl {' '.join(args)}: exit {done.returncode}\n"
                                 f"{done.stdout}{done.stderr}")
        return done

    def ctl_json(self, *args):
        return json.loads(self.ctl("--json", *args).stdout)

    def import_text(self, kind, text, code=0):
        path = os.path.join(self.top, f"{kind}.csv")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return self.ctl("import", kind, path, code=code)

    def city(self):
        """Without a cadence: its duties would light lamps of their own in tests about other things."""
        self.ctl("param", "set", "cadence.profile", "none")
        self.import_text("units", UNITS)
        self.import_text("projects", PROJECTS)
        self.import_text("chains", CHAINS)
        return self

    def principal(self, name, role, unit=None):
        """Makes a principal; returns its connection as written in the file."""
        path = os.path.join(self.top, f"{name}.conn")
        scope = ["--unit", unit] if unit else []
        self.ctl("principal", "add", name, "--role", role, *scope, "--out", path)
        return read_connection(path)

    def admin(self):
        return Client(f"ipc://{self.dir}/admin.sock")
