#!/usr/bin/python3
# timeout: 600
"""A damaged file of the store: what needs it is refused with the file's name and offset, everything
else goes on; status names it, a backup of it fails and leaves nothing; copied back, it is whole."""
import os
import shutil
import time
import unittest

from wire_client import api, link_request, uuid7
from wire_daemon import Daemon

EXIT_CHECK_FAILED, EXIT_DAMAGED = 9, 11


def flip(path, offset):
    with open(path, "r+b") as f:
        f.seek(offset)
        byte = f.read(1)[0]
        f.seek(offset)
        f.write(bytes([byte ^ 0x40]))


def segments(folder):
    names = sorted(n for n in os.listdir(os.path.join(folder, "journal")) if n.endswith(".seg"))
    return [os.path.join("journal", name) for name in names]


def fetch(client, cursor=None):
    """One page: the reply and the seqs in it."""
    request = api.Request(fetch=api.FetchRequest())
    request.fetch.cursor.CopyFrom(cursor or api.Cursor())
    reply = client.call(request)
    return reply, reply.fetch


def read_on(client, cursor=None):
    """Fetches until the head or until something is refused: the last reply and how many came."""
    n = 0
    while True:
        reply, page = fetch(client, cursor)
        n += len(page.item)
        if reply.status != api.STATUS_OK or page.next.seq == page.head:
            return reply, n
        cursor = page.next


def scrubbed(client):
    """The status after the first scrub of this start."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        status = client.status()
        if status.scrub.ended_at and not status.scrub.running:
            return status
    raise AssertionError(f"no scrub within a minute: {status}")


class Store:
    """Three segments: the city; what was done then; what came after. A backup of the first two."""

    def __init__(self, daemon):
        self.daemon = daemon
        self.backups = 0
        daemon.city()
        self.backup()
        client = daemon.admin()
        self.old = link_request("link_start", "2020-001", 1, request_id=uuid7())
        self.old.version = 1
        assert client.call(self.old).status == api.STATUS_OK
        for no in range(2, 6):
            assert client.link_start("2020-001", no).status == api.STATUS_OK
        self.good = self.backup()
        assert client.link_start("2020-002", 1).status == api.STATUS_OK
        client.close()

    def backup(self, code=0):
        self.backups += 1
        path = os.path.join(self.daemon.top, f"backup{self.backups}")
        self.said = self.daemon.ctl("backup", path, code=code).stderr
        return path

    def path(self, file):
        return os.path.join(self.daemon.dir, file)

    def copy_back(self, file):
        shutil.copyfile(os.path.join(self.good, file), self.path(file))


class Damage(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon(options=("--scrub-delay", "0"))
        self.daemon.start()
        self.addCleanup(self.daemon.remove)
        self.store = Store(self.daemon)
        self.client = self.connect()

    def connect(self):
        client = self.daemon.admin()
        self.addCleanup(client.close)
        return client

    def restart(self):
        self.assertEqual(self.daemon.stop(), 0, self.daemon.log())
        self.daemon.start()
        self.client = self.connect()

    def refused(self, reply, file, offset=None):
        self.assertEqual(reply.status, api.STATUS_DAMAGED, reply)
        self.assertEqual(reply.problem[0].code, "store.damaged")
        self.assertEqual(reply.problem[0].arg[0], file)
        if offset is not None:
            self.assertEqual(reply.problem[0].arg[1], str(offset))

    def goes_on(self):
        """Commands and lamps."""
        no = 2 + len([s for s in self.client.chain("2020-002").values() if s.state > 1])
        self.assertEqual(self.client.link_start("2020-002", no).status, api.STATUS_OK)
        before = self.client.status()
        day = time.strftime("%Y-%m-%d", time.gmtime(before.now / 1e6 + 20 * 86400))
        self.daemon.ctl("clock", "set", day + "T09:00")
        after = self.client.status()
        self.assertNotEqual((before.open_red, before.open_yellow),
                            (after.open_red, after.open_yellow))

    def named(self, status, file, offset):
        self.assertEqual(status.state, "damaged")
        self.assertIn((file, offset), [(d.file, d.offset) for d in status.damage])

    def no_backup(self, file):
        path = self.store.backup(code=EXIT_CHECK_FAILED)
        self.assertIn(file, self.store.said)
        self.assertFalse(os.path.exists(path))
        self.assertFalse(os.path.exists(path + ".half"))
        self.assertFalse(os.path.exists(self.store.path("backup.half")))

    def whole_again(self, file):
        self.store.copy_back(file)
        reply, _ = read_on(self.client)
        self.assertEqual(reply.status, api.STATUS_OK, reply)
        self.daemon.ctl("scrub")
        status = self.client.status()
        self.assertEqual((status.state, len(status.damage)), ("ready", 0))
        self.assertTrue(os.path.exists(self.store.backup()))
        self.daemon.ctl("verify")

    def fetch_gives_what_is_before_and_behind(self, file, offset):
        reply, n = read_on(self.client)
        self.refused(reply, file, offset)
        first = int(os.path.basename(file).split(".")[0])
        self.assertGreaterEqual(n, first - 1)
        self.assertGreater(reply.fetch.first, n)
        self.assertEqual(reply.fetch.next.seq, reply.fetch.first - 1)
        behind, m = read_on(self.client, reply.fetch.next)
        self.assertEqual(behind.status, api.STATUS_OK, behind)
        self.assertEqual(m, behind.fetch.head - reply.fetch.first + 1)

    def test_a_byte_of_a_sealed_segment(self):
        process = self.daemon.process
        file = segments(self.daemon.dir)[1]
        flip(self.store.path(file), 512 + 100)
        self.goes_on()
        self.fetch_gives_what_is_before_and_behind(file, 512)
        self.refused(self.client.call(self.store.old), file, 512)
        self.named(self.client.status(), file, 512)
        history = api.Request(project_history=api.ProjectHistoryRequest(project="2020-001"))
        self.refused(self.client.call(history), file, 512)
        other = api.Request(project_history=api.ProjectHistoryRequest(project="2020-002"))
        self.assertEqual(self.client.call(other).status, api.STATUS_OK)
        self.no_backup(file)
        done = self.daemon.ctl("scrub", code=EXIT_CHECK_FAILED)
        self.assertIn(f"{file} at offset 512", done.stderr)
        self.assertIs(self.daemon.process, process)
        self.assertIsNone(process.poll())
        # not among what a start must fold: the next one goes on, and its scrub finds it again
        self.restart()
        self.named(scrubbed(self.client), file, 512)
        self.assertIn(f"{file} is damaged at offset 512", self.daemon.ctl("status").stdout)
        self.goes_on()
        self.whole_again(file)
        self.assertIn(f"{file} is whole again", self.daemon.log())

    def test_a_segment_that_is_gone(self):
        for nth in (0, 1):
            file = segments(self.daemon.dir)[nth]
            os.unlink(self.store.path(file))
            self.fetch_gives_what_is_before_and_behind(file, 0)
            self.no_backup(file)
            self.restart()
            self.named(self.client.status(), file, 0) # the start sees it
            self.goes_on()
            self.fetch_gives_what_is_before_and_behind(file, 0)
            self.whole_again(file)

    def test_a_watcher_is_told_and_keeps_its_cursor(self):
        file = segments(self.daemon.dir)[1]
        cursor = os.path.join(self.daemon.top, "cursor")
        watch = ("watch", "--cursor", cursor, "--idle", "60")
        flip(self.store.path(file), 512 + 100)
        done = self.daemon.ctl(*watch, "--from", "start", code=EXIT_DAMAGED)
        self.assertIn(f"{file} is damaged at offset 512", done.stderr)
        seen = len(done.stdout.splitlines())
        self.store.copy_back(file)
        left = self.client.status().head - seen
        rest = self.daemon.ctl(*watch, "--count", str(left)).stdout.splitlines()
        self.assertEqual(rest[0].split()[0], str(seen + 1))
        self.assertEqual(len(rest), left)

    def test_a_stored_file(self):
        photo = os.path.join(self.daemon.top, "photo.jpg")
        with open(photo, "wb") as f:
            f.write(os.urandom(300000))
        done = self.daemon.ctl_json("evidence", "put", photo, "--project", "2020-001")
        digest = done["evidence"]["digest"]
        file = f"evidence/{digest[:2]}/{digest}"
        self.store.good = self.store.backup()
        flip(self.store.path(file), 200000)
        out = os.path.join(self.daemon.top, "out.jpg")
        told = self.daemon.ctl("evidence", "get", digest, "--out", out, code=EXIT_DAMAGED)
        self.assertIn(file, told.stderr)
        self.daemon.ctl("evidence", "check", code=EXIT_CHECK_FAILED)
        self.goes_on()
        self.no_backup(file)
        self.daemon.ctl("scrub", code=EXIT_CHECK_FAILED)
        self.named(self.client.status(), file, 0)
        self.store.copy_back(file)
        self.daemon.ctl("evidence", "get", digest, "--out", out)
        self.assertEqual(self.client.status().state, "ready")
        self.whole_again(file)

    def test_a_backup_that_is_killed_is_whole_or_nothing(self):
        half = 0
        for number in range(8):
            path = os.path.join(self.daemon.top, f"killed{number}")
            request = api.Request(backup=api.BackupRequest(dir=path))
            self.client.send(request)
            while not os.path.exists(path + ".half") and not os.path.exists(path):
                self.assertIsNone(self.daemon.process.poll())
            self.daemon.process.kill()
            self.daemon.process.wait()
            left = os.path.exists(path + ".half")
            half += left
            self.daemon.start()
            self.client = self.connect()
            if left:
                self.assertIn(f"{path}.half was removed", self.daemon.log())
            self.assertFalse(os.path.exists(path + ".half"))
            self.assertFalse(os.path.exists(self.store.path("backup.half")))
            if os.path.exists(path):
                self.assertTrue(os.path.exists(os.path.join(path, "data.mdb")))
        self.assertGreater(half, 0, "no kill came while a backup was being made")


if __name__ == "__main__":
    unittest.main()
