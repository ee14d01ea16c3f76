#!/usr/bin/python3
"""A backup in the place of a store: status says so, it answers, takes no command and its time stands
until it is accepted, by one or by two persons; then it goes on, and a watcher that had seen more is
told DIVERGED."""
import os
import shutil
import subprocess
import unittest

from wire_client import api
from wire_daemon import DUBAND, Daemon, program


class Told(Daemon):
    """Keeps what it tells systemd until it is ready."""

    def wait_ready(self, notify):
        notify.settimeout(60)
        self.said = b""
        while b"READY=1" not in self.said.split(b"\n"):
            self.said += notify.recv(4096) + b"\n"


class Restore(unittest.TestCase):
    simulated = "2020-03-02T09:00"

    def setUp(self):
        self.daemon = Told(simulated=self.simulated)
        self.daemon.start()
        self.addCleanup(self.daemon.remove)
        if self.simulated:  # the admin socket of a real store imports nothing
            self.daemon.city()
        self.backup = os.path.join(self.daemon.top, "backup")

    def connect(self):
        client = self.daemon.admin()
        self.addCleanup(client.close)
        return client

    def make_backup(self):
        self.daemon.ctl("backup", self.backup)
        return self.daemon.ctl_json("status")["seq"]

    def restore(self):
        self.assertEqual(self.daemon.stop(), 0, self.daemon.log())
        kept = self.daemon.dir + ".broken"
        os.rename(self.daemon.dir, kept)
        shutil.copytree(self.backup, self.daemon.dir)
        os.chmod(self.daemon.dir, 0o700)
        shutil.copy(os.path.join(kept, "server.key"), self.daemon.dir)
        self.daemon.start()

    def by(self, name, *args, code=0):
        done = subprocess.run(
            [program(args), "--connection", os.path.join(self.daemon.top, f"{name}.conn"), *args],
            capture_output=True, text=True, timeout=120, env={**os.environ, "LANG": "C.UTF-8"})
        self.assertEqual(done.returncode, code, f"{args}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def watch(self, code=0):
        cursor = os.path.join(self.daemon.top, "cursor")
        return self.daemon.ctl("watch", "--cursor", cursor, "--from", "start", "--idle", "0",
                               code=code)


class Simulated(Restore):
    def test_it_waits_and_goes_on(self):
        seq = self.make_backup()
        mark = os.path.join(self.backup, "backup.mark")
        with open(mark, encoding="ascii") as f:
            before = f.read()
        self.assertIn(f"\nseq {seq}\n", before)
        done = subprocess.run([DUBAND, "--verify", "--data", self.backup], capture_output=True,
                              text=True)
        self.assertEqual(done.returncode, 0, done.stdout)
        with open(mark, encoding="ascii") as f:
            self.assertEqual(f.read(), before)
        client = self.connect()
        for no in range(1, 4):
            self.assertEqual(client.link_start("2020-001", no).status, api.STATUS_OK)
        self.watch()
        self.restore()
        self.held(seq)
        self.assertIn("watch.diverged", self.watch(code=8).stderr)
        self.daemon.ctl("restore", "accept")
        self.daemon.ctl("restore", "accept", code=4)
        client = self.connect()
        self.assertEqual(client.status().state, "ready")
        self.assertFalse(os.path.exists(os.path.join(self.daemon.dir, "backup.mark")))
        for no in range(1, 6):  # beyond what the watcher had seen
            self.assertEqual(client.link_start("2020-002", no).status, api.STATUS_OK)
        self.assertIn("watch.diverged", self.watch(code=8).stderr)
        event, = self.daemon.ctl("--json", "watch", "--from", "start", "--kind", "restore_accepted",
                                 "--count", "1").stdout.splitlines()
        self.assertIn(f'"backup_seq":{seq}', event)
        self.daemon.ctl("clock", "set", "2020-04-02T09:00")
        self.assertGreater(client.status().open_red, 0)
        self.daemon.stop()
        self.daemon.start()
        self.assertEqual(self.connect().status().state, "ready")
        self.daemon.ctl("verify")

    def held(self, seq):
        client = self.connect()
        status = client.status()
        self.assertEqual((status.state, status.restored_seq, status.seq), ("restored", seq, seq))
        self.assertIn(f"STATUS=restored, up to event {seq} of 2020-03-02".encode(),
                      self.daemon.said)
        self.assertIn(f"restored from a backup up to event {seq}", self.daemon.log())
        text = self.daemon.ctl("status").stdout
        self.assertIn(f"restored from a backup up to event {seq} of 2020-03-02 09:00", text)
        self.assertIn("restore accept", self.daemon.ctl("clock", "show").stdout)
        refused = client.link_start("2020-001", 1)
        self.assertEqual(refused.status, api.STATUS_UNAVAILABLE)
        self.assertEqual([(p.code, p.arg[0]) for p in refused.problem],
                         [("store.restored", str(seq))])
        self.daemon.ctl("clock", "set", "2020-04-02T09:00", code=7)
        self.daemon.ctl("clock", "accept", code=4)
        self.assertEqual(len(self.daemon.ctl_json("project", "list")), 3)
        page = client.call(api.Request(fetch=api.FetchRequest()))
        self.assertEqual(page.status, api.STATUS_OK)
        for job in ("verify", "scrub"):
            self.daemon.ctl(job)
        self.daemon.ctl("backup", self.backup + ".again")
        self.assertEqual(client.status().seq, seq)

    def test_two_persons_accept_it(self):
        for name in ("li", "wang"):
            self.daemon.ctl("principal", "add", name, "--role", "office", "--owner", name, "--out",
                            os.path.join(self.daemon.top, f"{name}.conn"))
        self.daemon.listen = self.fixed()
        self.daemon.ctl("param", "set", "second.person", "yes")
        self.make_backup()
        self.restore()
        self.assertIn("confirm.waits", self.by("li", "restore", "accept", code=12))
        row, = self.daemon.ctl_json("confirm", "list")
        self.assertEqual(row["command"], "restore_accept")
        number = str(row["num"])
        self.assertIn("confirm.oneself", self.by("li", "confirm", number, code=5))
        self.assertEqual(self.connect().status().state, "restored")
        self.by("wang", "confirm", number)
        self.assertEqual(self.connect().status().state, "ready")

    def fixed(self):
        """The port that the connection files name, for the daemon's next starts."""
        with open(os.path.join(self.daemon.top, "li.conn"), encoding="utf-8") as f:
            line, = [l for l in f if l.startswith("commands")]
        return line.split("=", 1)[1].strip()


class Real(Restore):
    simulated = None

    def test_its_time_stands(self):
        self.make_backup()
        self.restore()
        client = self.connect()
        show = api.Request(clock_show=api.ClockShowRequest())
        clock = client.call(show).clock_show
        self.assertEqual((clock.hold, clock.waiting), (api.CLOCK_HOLD_RESTORED, False))
        status = client.status()
        self.assertEqual(status.state, "restored")
        self.assertLessEqual(clock.now, status.restored_at)  # the last event's
        self.assertEqual(status.now, clock.now)
        self.assertEqual(client.call(show).clock_show.now, clock.now)
        self.daemon.ctl("restore", "accept")
        after = client.call(show).clock_show
        self.assertEqual((after.hold, client.status().state), (api.CLOCK_HOLD_INVALID, "ready"))
        self.assertGreater(after.now, clock.wall)
        self.assertIn("the restored backup was accepted", self.daemon.log())


if __name__ == "__main__":
    unittest.main()
