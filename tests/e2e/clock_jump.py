#!/usr/bin/python3
# timeout: 900
"""The wall clock of a real store jumps, is set back, is accepted: a wrong clock raises no lamp."""
import datetime
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest

from wire_client import Client, api
from wire_daemon import DUBAND

HERE = os.path.dirname(os.path.abspath(__file__))
HOUR = 3600
MINUTE = 60


class ClockJump(unittest.TestCase):
    def setUp(self):
        self.top = tempfile.mkdtemp(prefix="duban-clock-")
        self.addCleanup(shutil.rmtree, self.top)
        shim = os.path.join(self.top, "clock_shift.so")
        subprocess.run(["cc", "-shared", "-fPIC", "-D_GNU_SOURCE", "-O1", "-o", shim,
                        os.path.join(HERE, "clock_shift.c"), "-ldl"], check=True)
        self.file = os.path.join(self.top, "shift")
        self.shift(0)
        self.log = os.path.join(self.top, "log")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [DUBAND, "--data", os.path.join(self.top, "data")], stderr=log,
                env={**os.environ, "LD_PRELOAD": shim, "CLOCK_SHIFT_FILE": self.file,
                     "ASAN_OPTIONS": "verify_asan_link_order=0"})
        self.addCleanup(self.stop)
        self.admin = Client(f"ipc://{self.top}/data/admin.sock")
        self.addCleanup(self.admin.close)
        self.state("ready")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.process.wait(60), 0, self.said())

    def said(self):
        with open(self.log, encoding="utf-8") as f:
            return f.read()

    def shift(self, seconds):
        """Shifts the daemon's wall clock against the machine's."""
        flags = os.O_RDWR | os.O_CREAT
        fd = os.open(self.file, flags, 0o600)
        os.pwrite(fd, struct.pack("=q", seconds), 0)
        os.close(fd)

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

    def test_a_jump_waits_until_it_is_accepted(self):
        self.assertEqual(self.accept().status, api.STATUS_CONFLICT)
        self.shift(30 * HOUR)
        self.state("waiting for clock accept")
        clock = self.clock()
        self.assertTrue(clock.waiting)
        self.assertEqual(self.hours_ahead(clock.now), 0)
        self.assertEqual(self.hours_ahead(clock.wall), 30)
        self.assertIn("jumped ahead", self.said())
        reply = self.accept()
        self.assertEqual(reply.status, api.STATUS_OK, reply)
        self.state("ready")
        self.assertEqual(self.hours_ahead(self.clock().now), 30)
        self.assertIn("was accepted", self.said())

    def test_a_clock_set_right_again_goes_on_by_itself(self):
        self.shift(30 * HOUR)
        self.state("waiting for clock accept")
        self.shift(0)
        self.state("ready")
        self.assertFalse(self.clock().waiting)
        self.assertEqual(self.hours_ahead(self.clock().now), 0)

    def test_half_an_hour_is_no_jump(self):
        self.shift(30 * MINUTE)
        until = time.monotonic() + 60
        while self.hours_ahead(self.clock().now) != 0.5 and time.monotonic() < until:
            pass
        self.assertEqual(self.hours_ahead(self.clock().now), 0.5)
        self.assertEqual(self.admin.status().state, "ready")

    def test_backwards_time_stands_still(self):
        self.shift(-3 * HOUR)
        until = time.monotonic() + 60
        while "set back" not in self.said() and time.monotonic() < until:
            self.admin.status()
        clock = self.clock()
        self.assertEqual(self.hours_ahead(clock.wall), -3)
        self.assertEqual(self.hours_ahead(clock.now), 0)
        self.assertFalse(clock.waiting)
        self.assertEqual(self.clock().now, clock.now)
        # returning to the right time is not a jump
        self.shift(0)
        self.assertEqual(self.state("ready").state, "ready")
        self.assertNotIn("jumped ahead", self.said())


if __name__ == "__main__":
    if not shutil.which("cc"):
        print("SKIP: no C compiler here")
        sys.exit(77)
    unittest.main(verbosity=2)
