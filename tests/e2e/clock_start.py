#!/usr/bin/python3
# timeout: 900
"""A start with a wrong clock is not for good: it is held, and if it was believed, it is repaired."""
import datetime
import shutil
import sys
import unittest

from clock_machine import DAY, HOUR, Machine
from wire_client import api

AHEAD = 900 * DAY


def local(usec):
    """As people type it: the office's time, whole minutes."""
    at = datetime.datetime.fromtimestamp(usec / 1e6, datetime.timezone(datetime.timedelta(hours=8)))
    return at.strftime("%Y-%m-%dT%H:%M")


class ClockStart(Machine):
    def test_a_fresh_store_believes_the_clock(self):
        self.start()
        self.assertEqual(self.hours_ahead(self.clock().now), 0)

    def test_a_stop_within_the_same_boot_needs_nobody(self):
        self.start()
        self.stop()
        self.later(300 * HOUR)
        self.start()
        self.assertEqual(self.hours_ahead(self.clock().now), 300)
        self.assertNotIn("the machine's clock", self.said())

    def test_a_jump_while_it_was_down_is_one(self):
        self.start()
        self.stop()
        self.shift(AHEAD)
        self.synced(True)  # in the same boot nobody but an operator vouches for it
        self.start("waiting for clock accept")
        self.assertEqual(self.clock().hold, api.CLOCK_HOLD_JUMP)
        self.restart("waiting for clock accept")  # a restart does not help it
        self.assertEqual(self.accept().status, api.STATUS_OK)
        self.state("ready")
        # what was accepted is the measure of the next start
        self.restart()
        self.assertEqual(self.hours_ahead(self.clock().now), AHEAD / HOUR)

    def test_another_boot_waits_for_ntp_or_an_operator(self):
        self.start()
        self.stop()
        self.boot()
        self.shift(50 * HOUR)
        self.start("waiting for clock accept")
        clock = self.clock()
        self.assertEqual(clock.hold, api.CLOCK_HOLD_START)
        self.assertEqual(self.hours_ahead(clock.now), 0)
        self.assertIn("nothing says that it is right", self.said())
        self.assertIn("until NTP keeps the clock", self.ctl("clock", "show", connection=None))
        self.synced(True)  # a minute after the boot, by itself
        self.state("ready")
        self.assertEqual(self.hours_ahead(self.clock().now), 50)
        self.assertIn("NTP vouches for it", self.said())
        self.stop()
        self.synced(False)
        self.boot()
        self.shift(100 * HOUR)
        self.start("waiting for clock accept")
        self.assertEqual(self.accept().status, api.STATUS_OK)
        self.state("ready")

    def test_nobody_vouches_for_a_clock_outside_its_bounds(self):
        today = datetime.date.today()
        bounds = ("--clock-floor", str(today - datetime.timedelta(days=10)),
                  "--clock-ceiling", str(today + datetime.timedelta(days=400)))
        self.start("ready", *bounds)
        self.shift(AHEAD)
        self.state("clock outside its bounds")
        self.assertIn("clock-ceiling", self.said())
        refused = self.ctl("clock", "accept", connection=None, code=4)
        self.assertIn("clock-ceiling", refused)
        self.stop()
        self.boot()
        self.synced(True)
        self.start("clock outside its bounds", *bounds)
        self.assertEqual(self.hours_ahead(self.clock().now), 0)
        self.shift(-20 * DAY)
        self.until_said("before the option clock-floor")
        self.assertEqual(self.clock().hold, api.CLOCK_HOLD_FLOOR)
        self.shift(0)
        self.state("ready")

    def test_no_store_is_made_with_a_clock_outside_its_bounds(self):
        self.shift(-9000 * DAY)
        self.assertNotEqual(self.run_daemon().wait(60), 0)
        self.assertIn("before clock-floor 2025-01-01", self.said())
        self.shift(0)
        self.start()  # what that start left does no harm
        self.assertEqual(self.hours_ahead(self.clock().now), 0)

    def test_a_start_ahead_is_held_and_lights_nothing(self):
        self.start()
        self.office()
        self.stop()
        self.boot()
        self.shift(AHEAD)
        self.start("waiting for clock accept")
        self.assertEqual(self.lamps(), {})
        self.assertEqual(len(self.ctl_json("project", "list")), 3)
        self.shift(0)
        self.state("ready")
        self.assertEqual(self.lamps(), {})

    def test_a_wrong_future_is_repaired(self):
        self.start()
        self.office()
        self.stop()
        self.boot()
        self.shift(9 * DAY)  # the first links are due in ten days
        self.synced(True)
        self.start()
        before = self.lamps()
        self.assertTrue(before)
        self.stop()
        self.boot()
        self.shift(AHEAD)  # NTP says so, and lies
        self.start()
        wrong = self.lamps()
        self.assertGreater(len([1 for level in wrong.values() if level == "red"]), 10)
        self.shift(9 * DAY + HOUR)
        self.until_said("clock was set back")
        self.assertIn("clock repair", self.ctl("clock", "show", connection=None))
        to = local(self.clock().wall)
        self.ctl("clock", "repair", "--to", to, connection=None, code=5)  # the office alone
        told = self.ctl("clock", "repair", "--to", to, "--dry-run")
        self.assertIn("would go back", told)
        self.assertIn("W01", told)
        self.assertEqual(self.lamps(), wrong)
        done = self.ctl_json("clock", "repair", "--to", to, "--reason", "NTP 服务器错误")
        self.assertGreater(sum(row["withdrawn"] for row in done["row"]), 10)
        self.settle()
        self.assertEqual(self.lamps(), before)
        self.assertEqual(self.hours_ahead(self.clock().now), 9 * 24 + 1)
        self.ctl("verify", connection=None)
        # the wrong future is not believed again, also after a crash
        self.synced(False)
        self.shift(AHEAD)
        self.state("waiting for clock accept")
        self.shift(9 * DAY + HOUR)
        self.state("ready")
        self.process.kill()
        self.process.wait()
        self.admin.close()
        self.process = None
        self.start()
        self.assertEqual(self.lamps(), before)
        self.shift(AHEAD)
        self.state("waiting for clock accept")
        self.assertEqual(set(before.values()), {"yellow"})
        # the next lamp lights on its day: the first working day after the deadline
        for days in range(11, 11 + 14):
            self.shift(days * DAY)
            self.state("waiting for clock accept")
            self.assertEqual(self.accept().status, api.STATUS_OK)
            self.state("ready")
            self.settle()
            after = self.lamps()
            if set(after.values()) != {"yellow"}:
                break
        self.assertEqual({key: after.get(key) for key in before}, {key: "red" for key in before})
        self.assertIn("撤回", self.said())
        withdrawn = self.ctl("watch", "--from", "start", "--kind", "warning_cleared", "--count", "3")
        self.assertIn("withdrawn", withdrawn)
        self.ctl("verify", connection=None)

    def settle(self):
        """A repair that changes nothing waits for the end of the sweep."""
        self.ctl("clock", "repair", "--to", "2001-01-01T00:00", code=None)


if __name__ == "__main__":
    if not shutil.which("cc"):
        print("SKIP: no C compiler here")
        sys.exit(77)
    unittest.main(verbosity=2)
