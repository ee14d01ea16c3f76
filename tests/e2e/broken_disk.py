#!/usr/bin/python3
# timeout: 900
"""A disk that fails: duband stops without an answer or a second try and says why; the next start
recovers. A full disk: queries are answered, and so are requests that finish work."""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

import wire_daemon
from wire_client import api, link_request, model, uuid7
from wire_daemon import DUBAND, Daemon

HERE = os.path.dirname(os.path.abspath(__file__))


class BrokenDisk(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.lib = tempfile.mkdtemp(prefix="duban-disk-")
        cls.addClassCleanup(shutil.rmtree, cls.lib)
        cls.shim = os.path.join(cls.lib, "disk_fault.so")
        subprocess.run(["cc", "-shared", "-fPIC", "-D_GNU_SOURCE", "-O1", "-o", cls.shim,
                        os.path.join(HERE, "disk_fault.c"), "-ldl"], check=True)

    def setUp(self):
        self.file = os.path.join(self.lib, self.id())
        self.fault(" ")
        self.daemon = Daemon()
        self.addCleanup(self.daemon.remove)
        self.start(DISK_FAULT_FILE=self.file, LD_PRELOAD=self.shim,
                   ASAN_OPTIONS="verify_asan_link_order=0")
        self.daemon.city()

    def start(self, **env):
        """Started by the helper, which passes on its own environment."""
        kept = dict(os.environ)
        os.environ.update(env)
        try:
            self.daemon.start()
        finally:
            for name in env:
                os.environ.pop(name)
            os.environ.update(kept)

    def fault(self, kind):
        fd = os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600)
        os.pwrite(fd, kind.encode(), 0)
        os.close(fd)

    def fails(self, kind):
        client = self.daemon.admin()
        self.addCleanup(client.close)
        before = client.status().seq
        request = link_request("link_start", "2020-001", 1, request_id=uuid7())
        request.version = 1
        self.fault(kind)
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

    def test_a_failed_write_is_never_answered(self):
        self.fails("w")

    def test_a_disk_that_fails_while_nothing_is_asked_is_found_by_the_checkpoint(self):
        client = self.daemon.admin()
        self.addCleanup(client.close)
        self.assertEqual(client.link_start("2020-001", 1).status, api.STATUS_OK)
        self.fault("s")
        # its checkpoint or the one of the stop fails; what was answered is kept
        self.daemon.process.terminate()
        self.daemon.process.wait(60)
        self.daemon.process = None
        self.daemon.start()
        again = self.daemon.admin()
        self.addCleanup(again.close)
        self.assertEqual(again.chain("2020-001")[1].state, model.LINK_STATE_ACTIVE)


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
