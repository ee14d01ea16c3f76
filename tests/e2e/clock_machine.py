"""A duband of a real store on a machine whose clock, NTP and boot the test sets."""
import datetime
import json
import os
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import unittest

from crash_daemon import free_port
from wire_client import Client, api
from wire_daemon import CHAINS, DUBAND, DUBANCTL, PROJECTS, UNITS

HERE = os.path.dirname(os.path.abspath(__file__))
HOUR = 3600
MINUTE = 60
DAY = 24 * HOUR


class Machine(unittest.TestCase):
    def setUp(self):
        self.top = tempfile.mkdtemp(prefix="duban-clock-")
        self.addCleanup(shutil.rmtree, self.top)
        self.shim = os.path.join(self.top, "clock_shift.so")
        subprocess.run(["cc", "-shared", "-fPIC", "-D_GNU_SOURCE", "-O1", "-o", self.shim,
                        os.path.join(HERE, "clock_shift.c"), "-ldl"], check=True)
        self.file = os.path.join(self.top, "machine")
        self.seconds, self.ntp, self.boots, self.passed = 0, False, 0, 0
        self.set_machine()
        self.data = os.path.join(self.top, "data")
        self.log = os.path.join(self.top, "log")
        self.listen = f"tcp://127.0.0.1:{free_port()}"
        self.process = self.admin = None
        self.addCleanup(self.stop)

    def set_machine(self):
        fd = os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600)
        os.pwrite(fd, struct.pack("=qqqq", self.seconds, self.ntp, self.boots, self.passed), 0)
        os.close(fd)

    def shift(self, seconds):
        """Shifts the daemon's wall clock against the machine's."""
        self.seconds = seconds
        self.set_machine()

    def later(self, seconds):
        """So much time passes, by all clocks."""
        self.passed += seconds
        self.set_machine()

    def synced(self, yes):
        self.ntp = yes
        self.set_machine()

    def boot(self):
        """The next process starts after another boot."""
        self.boots += 1
        self.set_machine()

    def run_daemon(self, *options):
        with open(self.log, "ab") as log:
            return subprocess.Popen(
                [DUBAND, "--data", self.data, "--listen", self.listen, *options], stderr=log,
                env={**os.environ, "LD_PRELOAD": self.shim, "CLOCK_SHIFT_FILE": self.file,
                     "ASAN_OPTIONS": "verify_asan_link_order=0"})

    def start(self, state="ready", *options):
        self.process = self.run_daemon(*options)
        self.admin = Client(f"ipc://{self.data}/admin.sock")
        self.state(state)

    def stop(self):
        if not self.process:
            return
        self.admin.close()
        self.process.send_signal(signal.SIGTERM)
        process, self.process = self.process, None
        self.assertEqual(process.wait(60), 0, self.said())

    def restart(self, state="ready", *options):
        self.stop()
        self.start(state, *options)

    def said(self):
        with open(self.log, encoding="utf-8") as f:
            return f.read()

    def until_said(self, text):
        until = time.monotonic() + 60
        while text not in self.said() and time.monotonic() < until:
            self.admin.status()
        self.assertIn(text, self.said())

    def state(self, wanted):
        """Repeats until the daemon reports it: it reads the clock in each round."""
        until = time.monotonic() + 60
        state = None
        while state != wanted and time.monotonic() < until:
            status = self.admin.status()
            state = status.state
        self.assertEqual(state, wanted, self.said())
        return status

    def clock(self):
        return self.admin.call(api.Request(clock_show=api.ClockShowRequest())).clock_show

    def hours_ahead(self, usec):
        """The offset from the machine's clock, to the nearest quarter of an hour."""
        machine = datetime.datetime.now(datetime.timezone.utc).timestamp()
        return round((usec / 1e6 - machine) / HOUR * 4) / 4

    def accept(self):
        return self.admin.call(api.Request(clock_accept=api.ClockAcceptRequest()))

    # what the office does

    def ctl(self, *args, connection="office", code=0):
        to = ["--connection", os.path.join(self.top, f"{connection}.conn")] if connection \
            else ["--data", self.data]
        done = subprocess.run([DUBANCTL, *to, *args], capture_output=True,
                              text=True, timeout=120, env={**os.environ, "LANG": "C.UTF-8"})
        if code is not None:
            self.assertEqual(done.returncode, code, f"{args}\n{done.stdout}{done.stderr}{self.said()}")
        return done.stdout + done.stderr

    def ctl_json(self, *args, connection="office"):
        return json.loads(self.ctl("--json", *args, connection=connection))

    def office(self):
        """The office has a key and imports a small city whose links are not late yet."""
        for name, role, by in (("officer", "security", None), ("office", "office", "officer")):
            self.ctl("principal", "add", name, "--role", role, "--out",
                     os.path.join(self.top, f"{name}.conn"), connection=by)
        today = datetime.date.fromtimestamp(time.time() + 8 * HOUR)
        year = today.year
        projects = PROJECTS.replace("2020-0", f"{year}-0").replace(",2020,", f",{year},") \
            .replace("2021-", f"{year + 2}-").replace(f"{year}-00", "2020-00")
        for kind, text in (("units", UNITS), ("projects", projects),
                           ("chains", CHAINS.replace("2020-03-02", today.isoformat()))):
            path = os.path.join(self.top, f"{kind}.csv")
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
            self.ctl("import", kind, path)
        self.ctl("param", "set", "W03.on", "no")
        # duties come by the calendar, so their lamps would depend on the day and the hour of the
        # run (scenario/duty_clock has what a repair does to them)
        self.ctl("param", "set", "cadence.profile", "none")

    def lamps(self):
        """{id: level} of what is lit, without the number of the occurrence."""
        return {(row["project"], row.get("link"), row["rule"]): row["level"]
                for row in self.ctl_json("warning", "list")}
