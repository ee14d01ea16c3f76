#!/usr/bin/python3
# timeout: 900
"""A disk that fails: duband stops without an answer or a second try and says why; the next start
recovers. A full disk: queries are answered, and so are requests that finish work."""
import errno
import os
import shutil
import subprocess
import sys
import time
import unittest

import wire_daemon
from faulty_disk import FaultyDisk
from wire_client import api, link_request, model, uuid7
from wire_daemon import DUBAND, Daemon


class BrokenDisk(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.disk = FaultyDisk()
        cls.addClassCleanup(cls.disk.remove)

    def setUp(self):
        self.disk.set(" ")
        self.daemon = Daemon()
        self.addCleanup(self.daemon.remove)
        self.daemon.start(self.disk.environment())
        self.daemon.city()

    def fails(self, kind):
        client = self.daemon.admin()
        self.addCleanup(client.close)
        before = client.status().seq
        request = link_request("link_start", "2020-001", 1, request_id=uuid7())
        request.version = 1
        self.disk.set(kind)
        client.send(request)
        code = self.daemon.process.wait(60)
        self.assertGreater(code, 0, self.daemon.log())
        self.assertIsNone(client.receive(timeout=0))
        self.assertIn("ERRNO=", self.daemon.log())
        self.assertIn("exiting", self.daemon.log())
        self.daemon.process = None
        # the disk works again
        self.daemon.start()
        again = self.daemon.admin()
        self.addCleanup(again.close)
        reply = again.call(request)
        self.assertEqual(reply.status, api.STATUS_OK, reply)
        self.assertEqual(reply.first_seq, before + 1)
        self.assertEqual(again.call(request).first_seq, before + 1)
        self.daemon.stop()
        done = subprocess.run([DUBAND, "--verify", "--data", self.daemon.dir],
                              capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_a_failed_sync_is_never_answered(self):
        self.fails("s")

    def test_a_failed_write_is_never_answered_and_a_full_disk_is_said(self):
        self.fails("w")
        self.assertIn(f"the disk of {self.daemon.dir} is full", self.daemon.log())

    def test_a_page_that_the_disk_does_not_give_is_said_before_the_end(self):
        client = self.daemon.admin()
        self.addCleanup(client.close)
        self.disk.set("b")
        client.send(link_request("link_start", "2020-001", 1))
        self.assertEqual(self.daemon.process.wait(60), 1)
        self.assertIn(self.daemon.dir + " could not be read or made (SIGBUS)", self.daemon.log())
        self.daemon.process = None
        self.disk.set(" ")
        self.daemon.start()

    def test_a_disk_that_fails_while_nothing_is_asked_is_found_by_the_checkpoint(self):
        client = self.daemon.admin()
        self.addCleanup(client.close)
        self.assertEqual(client.link_start("2020-001", 1).status, api.STATUS_OK)
        self.disk.set("s")
        # its checkpoint or the one of the stop fails; what was answered is kept
        self.daemon.process.terminate()
        self.assertEqual(self.daemon.process.wait(60), 1, self.daemon.log())
        self.assertRegex(self.daemon.log(), "(?s)checkpoint.* failed.*exiting; everything that was answered")
        self.daemon.process = None
        self.daemon.start()
        again = self.daemon.admin()
        self.addCleanup(again.close)
        self.assertEqual(again.chain("2020-001")[1].state, model.LINK_STATE_ACTIVE)


@unittest.skipUnless(os.getuid() == 0, "needs root to mount a small disk")
class SmallDisk(unittest.TestCase):
    """A disk of 48 MiB, which the tests fill and empty again."""

    def setUp(self):
        self.daemon = Daemon(options=("--segment-size", "4M", "--reserve", "8M"))
        os.mkdir(self.daemon.dir, 0o700)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m,mode=0700", "none",
                           self.daemon.dir], capture_output=True, check=False).returncode:
            self.daemon.remove_folder()
            self.skipTest("no mounts here")
        self.addCleanup(self.end)
        self.filler = os.path.join(self.daemon.dir, "filler")

    def end(self):
        self.daemon.stop()
        subprocess.run(["umount", self.daemon.dir], check=True)
        self.daemon.remove_folder()

    def fill(self, keep):
        """Leaves at most so many bytes free, whatever the daemon takes meanwhile."""
        with open(self.filler, "ab") as f:
            while True:
                disk = os.statvfs(self.daemon.dir)
                more = disk.f_bavail * disk.f_frsize - keep
                if more <= 0:
                    return
                try:
                    os.posix_fallocate(f.fileno(), os.fstat(f.fileno()).st_size, more)
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise

    def until(self, state):
        client = self.daemon.admin()
        self.addCleanup(client.close)
        end = time.monotonic() + 60
        while client.status().state != state and time.monotonic() < end:
            pass
        return client.status()

    def test_short_space_is_said_and_that_it_is_back(self):
        self.daemon.start().city()
        self.fill(2 << 20)
        self.assertEqual(self.until("read-only").reserve_bytes, 8 << 20)
        self.assertIn("space is short", self.daemon.ctl("status").stdout)
        self.assertRegex(self.daemon.log(),
                         "space is short: [0-2] MiB are free, the reserve is 8 MiB")
        self.assertNotIn("space is back", self.daemon.log())
        os.unlink(self.filler)
        self.assertEqual(self.until("ready").state, "ready")
        self.assertNotIn("space is short", self.daemon.ctl("status").stdout)
        self.assertIn("space is back", self.daemon.log())
        self.daemon.ctl("project", "set", "2020-001", "--place", "某地")

    def test_a_disk_that_is_full_at_the_start_is_said_in_words(self):
        self.daemon.start().city()
        self.daemon.stop()
        os.unlink(os.path.join(self.daemon.dir, "lock.mdb"))
        self.fill(0)
        for _ in range(2):  # the second one finds what the first left
            done = subprocess.run([DUBAND, "--data", self.daemon.dir, *self.daemon.options],
                                  capture_output=True, text=True, timeout=120, check=False)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("the disk is full: free some space", done.stderr)
        done = subprocess.run([DUBAND, "--verify", "--data", self.daemon.dir],
                              capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        os.unlink(self.filler)
        self.daemon.start()

    def test_a_full_disk_ends_nothing_and_what_finishes_is_stored(self):
        self.daemon.start().city()
        self.fill(0)
        client = self.daemon.admin()
        self.addCleanup(client.close)
        self.assertEqual(client.link_start("2020-001", 1).status, api.STATUS_FULL)
        for no in range(1, 9):
            self.assertEqual(client.link_finish("2020-001", no).status, api.STATUS_OK)
        self.daemon.ctl("clock", "set", "2020-03-05T10:00")
        past = api.Request(project_show=api.ProjectShowRequest(project="2020-001",
                                                               as_known_date=20200303))
        refused = client.call(past)
        self.assertEqual([p.code for p in refused.problem], ["store.full"], refused)
        self.assertIsNone(self.daemon.process.poll(), self.daemon.log())
        os.unlink(self.filler)
        past.request_id = b""
        self.assertEqual(client.call(past).status, api.STATUS_OK)
        self.daemon.stop()
        done = subprocess.run([DUBAND, "--verify", "--data", self.daemon.dir],
                              capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_backup_without_room_leaves_nothing_that_looks_like_one(self):
        self.daemon.start().city()
        other = os.path.join(self.daemon.top, "other")
        os.mkdir(other)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", other], check=True)
        try:
            done = self.daemon.ctl("backup", other + "/copy", code=None)
            self.assertEqual(done.returncode, 9, done)
            self.assertIn("No space left", done.stderr)
            self.assertEqual(os.listdir(other), [])
            os.mkdir(other + "/copy.half")
            self.assertIn("copy.half", self.daemon.ctl("backup", other + "/copy", code=4).stderr)
        finally:
            subprocess.run(["umount", other], check=True)

    def test_a_verify_without_room_for_its_scratch_store_says_so(self):
        self.daemon.start().city()
        self.daemon.stop()
        self.fill(0)
        done = subprocess.run([DUBAND, "--verify", "--data", self.daemon.dir], timeout=120,
                              capture_output=True, text=True, check=False,
                              env={**os.environ, "TMPDIR": self.daemon.dir})
        self.assertEqual(done.returncode, 1)
        self.assertIn("no space for the scratch store in " + self.daemon.dir, done.stdout)


class FullDisk(unittest.TestCase):
    def test_below_the_reserve_it_starts_serves_questions_and_what_finishes(self):
        daemon = Daemon().start()
        self.addCleanup(daemon.remove)
        daemon.city()
        daemon.stop()
        wrapper = os.path.join(daemon.top, "duband")
        with open(wrapper, "w", encoding="utf-8") as f:
            f.write(f'#!/bin/sh\nexec "{DUBAND}" "$@" --reserve 900T\n')
        os.chmod(wrapper, 0o700)
        kept, wire_daemon.DUBAND = wire_daemon.DUBAND, wrapper
        try:
            daemon.start()
        finally:
            wire_daemon.DUBAND = kept
        client = daemon.admin()
        self.addCleanup(client.close)
        self.assertEqual(client.status().state, "read-only")
        self.assertEqual(len(client.chain("2020-001")), 12)
        refused = client.link_start("2020-001", 1)
        self.assertEqual(refused.status, api.STATUS_FULL, refused)
        self.assertEqual(client.link_finish("2020-001", 1).status, api.STATUS_OK)
        daemon.ctl("clock", "set", "2020-03-05T10:00")  # time passes on a full disk too
        self.assertEqual(daemon.ctl_json("status")["now"], "2020-03-05T10:00:00+08:00")
        self.assertEqual(daemon.process.poll(), None)


if __name__ == "__main__":
    if not shutil.which("cc"):
        print("SKIP: no C compiler here")
        sys.exit(77)
    unittest.main(verbosity=2)
