#!/usr/bin/python3
# timeout: 900
"""The wall clock of a real store jumps, is set back, is accepted: a wrong clock raises no lamp."""
import shutil
import sys
import time
import unittest

from clock_machine import HOUR, MINUTE, Machine
from wire_client import api


class ClockJump(Machine):
    def setUp(self):
        super().setUp()
        self.start()

    def test_a_jump_waits_until_it_is_accepted(self):
        self.assertEqual(self.accept().status, api.STATUS_CONFLICT)
        self.synced(True)  # NTP did not move it: it is not asked
        self.shift(30 * HOUR)
        self.state("waiting for clock accept")
        clock = self.clock()
        self.assertTrue(clock.waiting)
        self.assertEqual(clock.hold, api.CLOCK_HOLD_JUMP)
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
        self.until_said("set back")
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
