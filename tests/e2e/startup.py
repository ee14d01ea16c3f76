#!/usr/bin/python3
# timeout: 900
"""How duband starts, or says why it does not: what, where, what to do; its options and its jobs."""
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

from wire_client import api, uuid7
from wire_daemon import DUBAND, Daemon


NOBODY = 65534


def run(*args, **more):
    """Runs a program that ends by itself."""
    return subprocess.run([DUBAND, *args], capture_output=True, text=True, timeout=120, **more)


def write(path, text):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w",
              encoding="utf-8") as f:
        f.write(text)


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def tree(top):
    """All that a store holds: whose, which mode, since when, which bytes."""
    ret = {}
    for at, folders, names in os.walk(top):
        for name in folders + names:
            path = os.path.join(at, name)
            st = os.lstat(path)
            ret[path] = (st.st_uid, st.st_gid, st.st_mode, st.st_size, st.st_mtime_ns)
            if os.path.isfile(path):
                with open(path, "rb") as f:
                    ret[path] += (hashlib.sha256(f.read()).digest(),)
    return ret


def can_run_as_nobody():
    try:
        return os.getuid() == 0 and run("--version", user=NOBODY).returncode == 0
    except PermissionError:
        return False


class Options(unittest.TestCase):
    def setUp(self):
        self.top = tempfile.mkdtemp(prefix="duban-startup-")
        self.addCleanup(shutil.rmtree, self.top)
        self.dir = os.path.join(self.top, "data")

    def file(self, text):
        path = os.path.join(self.top, "duban.conf")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def refused(self, *args, says):
        done = run(*args)
        self.assertEqual(done.returncode, 1, done.stderr)
        for part in says:
            self.assertIn(part, done.stderr)
        self.assertNotIn("duband ready", done.stderr)

    def test_a_bad_file_is_told_by_line_with_what_to_do(self):
        rows = (
            ("[duban]\n# fine\ndta = /x\n", (":3:", "unknown key dta", "--help")),
            ("data = /x\n", (":1:", "[duban]")),
            ("[other]\ndata = /x\n", (":2:", "[other]", "[duban]")),
            ("[duban]\nsegment-size = 64Q\n", (":2:", "'64Q'", "64M")),
            ("[duban]\nreserve = 0\n", (":2:", "reserve")),
            ("[duban]\nlog-level = loud\n", (":2:", "'loud'", "warning")),
            ("[duban]\nnonsense\n", (":2:", "key = value")),
            ("[duban]\nconfig = /x\n", (":2:", "unknown key config")),
            ("[duban]\nverify = yes\n", (":2:", "unknown key verify")),
            ("[duban]\ndata = /x\nsimulated = yesterday\n", (":3:", "2020-01-02T08:00")),
            ("[duban]\nzone = Asia/Nowhere\ndata = /x\n", (":2:", "Asia/Shanghai")),
            ("[duban]\nlisten = 127.0.0.1:7711\n", (":2:", "tcp://127.0.0.1:7711")),
            ("[duban]\npublish = tcp://127.0.0.1:70000\n", (":2:", "publish")),
            ("[duban]\nlisten = tcp://:1\n", (":2:", "listen")),
            ("[duban]\nreserve = 1M\nzone = Asia/Shanghai\nreserve = 2M\n", (":4:", "reserve is in line 2")),
            ("[duban]\nlisten = tcp://127.0.0.1:7711\npublish = tcp://127.0.0.1:7711\n",
             (":3:", "publish", "another port")),
            ("[duban]\nannounce = tcp://duban.example:7711\n", (":2:", "announce", "without tcp://")),
            ("[duban]\nannounce = a b\n", (":2:", "announce", "host name")),
        )
        for text, says in rows:
            with self.subTest(text=text):
                self.refused("--config", self.file(text), "--check-config", says=says)
        done = run("--config", self.file("[duban]\nlisten = tcp://127.0.0.1:0\npublish = tcp://127.0.0.1:0\n"
                                         "announce = ::1\n"), "--check-config")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_all_mistakes_are_told_at_once(self):
        path = self.file("stray = 1\n[duban]\nno equals sign\nsegment-size = 64Q\n\n"
                         "zone = Asia/Nowhere\n# fine\nlog-level = loud\n[open\n"
                         "listen = 127.0.0.1:7711\nannounce = " + "x" * 300 + "\ndta = 1\n")
        done = run("--config", path, "--reserve", "x", "--check-config", "--bogus")
        self.assertEqual(done.returncode, 1)
        told = done.stderr.splitlines()
        for part in (":1: stray", ":3: expected", ":4: segment-size", ":6: zone", ":8: log-level",
                     ":9: expected", ":10: listen", ":11: the line is longer",
                     ":12: unknown key dta", "reserve: 'x'", "--bogus"):
            self.assertEqual(len([line for line in told if part in line]), 1, (part, told))
        self.assertEqual(len(told), 11, told)
        self.assertTrue(all(line.startswith("duband: ") for line in told), told)

    def test_bad_arguments_are_told(self):
        rows = (
            (("--dat", "/x"), ("--dat", "--help")),
            (("data",), ("data", "--help")),
            (("--data",), ("--data needs a value",)),
            (("--verify=yes",), ("takes no value",)),
            ((), ("--data DIR",)),
            (("--data", self.dir, "--zone", "Asia/Nowhere"), ("Asia/Nowhere", "Asia/Shanghai")),
            (("--data", self.dir, "--zone", "Europe/Berlin"), ("summer time",)),
            (("--data", self.dir, "--simulated", "yesterday"), ("2020-01-02T08:00",)),
            (("--data", self.dir, "--config", "/nowhere/x"), ("/nowhere/x", "--config")),
            (("--data", self.dir, "--map-size", "99999999999T"), ("too large",)),
        )
        for args, says in rows:
            with self.subTest(args=args):
                self.refused(*args, says=says)
        self.assertFalse(os.path.exists(self.dir))

    def test_options_win_over_the_file_and_all_is_checked_without_starting(self):
        path = self.file("[duban]\ndata = /nowhere/data\nlisten = tcp://127.0.0.1:0\n"
                         "segment-size = 1M\nlog-level = debug\n")
        done = run("--config", path, "--data=" + self.dir, "--check-config")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertFalse(os.path.exists(self.dir))
        for name in ("--help", "--version"):
            done = run(name)
            self.assertEqual(done.returncode, 0)
            self.assertIn("duband", done.stdout)

    def test_a_folder_that_others_may_write_is_refused(self):
        os.mkdir(self.dir)
        os.chmod(self.dir, 0o770)
        self.refused("--data", self.dir, says=("chmod 700",))

    def test_a_damaged_or_empty_key_file_is_named_and_kept(self):
        os.mkdir(self.dir, 0o700)
        path = os.path.join(self.dir, "server.key")
        for text, word in (("not a key", "does not hold"), ("", "is empty"), (" \n", "is empty")):
            write(path, text)
            self.refused("--data", self.dir, says=(path + " " + word, "--open-key"))
            self.assertEqual(read(path), text)

    def test_a_folder_that_cannot_be_made_says_what_it_needs(self):
        self.refused("--data", os.path.join(self.dir, "no", "such"), says=("--data",))

    def test_doors_that_cannot_be_opened_are_told(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            self.refused("--data", self.dir, "--listen", f"tcp://127.0.0.1:{port}",
                         says=(f"tcp://127.0.0.1:{port}", "another port"))
        self.refused("--data", self.dir, "--publish", "udp://127.0.0.1:1", says=("tcp://",))
        far = os.path.join(self.top, "x" * 100)
        self.refused("--data", far, says=("shorter", far))

    def test_without_endpoints_no_tcp_is_opened(self):
        process = subprocess.Popen([DUBAND, "--data", self.dir], stderr=subprocess.PIPE,
                                   text=True)
        try:
            for line in process.stderr:
                if line.startswith("duband ready"):
                    break
            self.assertNotIn("tcp://", line)
            with open(f"/proc/{process.pid}/net/tcp", encoding="ascii") as f:
                listening = {row.split()[9] for row in f.readlines()[1:]
                             if row.split()[3] == "0A"}
            own = set()
            for fd in os.listdir(f"/proc/{process.pid}/fd"):
                try:
                    own.add(os.readlink(f"/proc/{process.pid}/fd/{fd}"))
                except FileNotFoundError:
                    pass
            self.assertFalse({f"socket:[{inode}]" for inode in listening} & own)
        finally:
            process.send_signal(signal.SIGTERM)
            process.stderr.read()
            process.stderr.close()
            self.assertEqual(process.wait(60), 0)


class Store(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon()
        self.addCleanup(self.daemon.remove)

    def test_one_folder_is_one_daemons(self):
        self.daemon.start()
        done = run("--data", self.daemon.dir)
        self.assertEqual(done.returncode, 1)
        self.assertIn("in use by another duband", done.stderr)
        # and the admin socket still belongs to the first one
        client = self.daemon.admin()
        self.addCleanup(client.close)
        self.assertTrue(client.status().simulated)

    def test_simulated_is_for_life_and_its_moment_only_for_a_fresh_store(self):
        self.daemon.start()
        self.daemon.ctl("clock", "set", "2020-03-05T10:00")
        self.daemon.stop()
        self.daemon.simulated = "2031-01-01T00:00"
        self.daemon.start()
        self.assertEqual(self.daemon.ctl_json("status")["now"], "2020-03-05T10:00:00+08:00")

    def test_a_real_store_refuses_to_be_simulated(self):
        self.daemon.simulated = None
        self.daemon.start()
        self.assertFalse(self.daemon.ctl_json("status")["simulated"])
        self.daemon.stop()
        done = run("--data", self.daemon.dir, "--simulated", "2020-01-02T08:00")
        self.assertEqual(done.returncode, 1)
        self.assertIn("real store", done.stderr)
        self.daemon.start()

    def test_a_kill_leaves_nothing_that_hinders_the_next_start(self):
        self.daemon.start().city()
        before = self.daemon.ctl_json("status")["seq"]
        self.daemon.process.kill()
        self.daemon.process.wait()
        self.daemon.process = None
        self.daemon.start()
        self.assertEqual(self.daemon.ctl_json("status")["seq"], before)
        self.assertEqual(run("--verify", "--data", self.daemon.dir).returncode, 0)

    def test_a_file_that_is_no_database_is_built_again(self):
        path = os.path.join(self.daemon.dir, "data.mdb")
        self.daemon.start().city()
        self.daemon.stop()
        write(path, "this is no database" * 1000)
        self.daemon.start()
        self.assertIn("data.mdb is damaged: ", self.daemon.log())
        self.assertEqual(self.daemon.ctl_json("status")["projects"], 3)

    def city(self):
        self.daemon.start().city()
        self.daemon.stop()
        os.unlink(os.path.join(self.daemon.dir, "lock.mdb"))

    def test_verify_makes_and_changes_nothing_in_the_store(self):
        self.city()
        before = tree(self.daemon.dir)
        done = run("--verify", "--data", self.daemon.dir)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(tree(self.daemon.dir), before)

    def test_verify_leaves_the_lock_file_of_a_stopped_daemon_alone(self):
        self.daemon.start().city()
        self.daemon.stop()
        lock = os.path.join(self.daemon.dir, "lock.mdb")
        with open(lock, "rb") as f:
            before = f.read(), os.stat(lock).st_mtime_ns
        self.assertEqual(run("--verify", "--data", self.daemon.dir).returncode, 0)
        with open(lock, "rb") as f:
            self.assertEqual((f.read(), os.stat(lock).st_mtime_ns), before)

    def test_verify_leaves_no_scratch_behind_and_says_where_it_has_no_room(self):
        self.city()
        scratch = os.path.join(self.daemon.top, "scratch")
        env = {**os.environ, "TMPDIR": scratch}
        done = run("--verify", "--data", self.daemon.dir, env=env)
        self.assertEqual(done.returncode, 1)
        self.assertIn(scratch, done.stdout)
        self.assertIn("TMPDIR", done.stdout)
        os.mkdir(scratch)
        self.assertEqual(run("--verify", "--data", self.daemon.dir, env=env).returncode, 0)
        self.assertEqual(os.listdir(scratch), [])

    @unittest.skipUnless(os.getuid() == 0, "needs root")
    def test_verify_reads_a_store_that_is_mounted_read_only(self):
        self.city()
        before = tree(self.daemon.dir)
        done = subprocess.run(
            ["unshare", "--mount", "--propagation", "private", "sh", "-ec",
             'mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"; exec "$0" --verify --data "$1"',
             DUBAND, self.daemon.dir], capture_output=True, text=True, timeout=120)
        if "mount:" in done.stderr or "unshare:" in done.stderr:
            self.skipTest(done.stderr)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(tree(self.daemon.dir), before)

    @unittest.skipUnless(can_run_as_nobody(), "needs root, and a build that others may run")
    def test_what_another_user_cannot_open_is_named_with_its_owner(self):
        self.city()
        os.chmod(self.daemon.top, 0o755)
        scratch = os.path.join(self.daemon.top, "scratch")
        os.mkdir(scratch)
        os.chmod(scratch, 0o777)
        env = {**os.environ, "TMPDIR": scratch}
        evidence = os.path.join(self.daemon.top, "photo")
        write(evidence, "照片")
        self.daemon.start()
        self.daemon.ctl("evidence", "put", evidence, "--project", "2020-001")
        self.daemon.stop()
        os.unlink(os.path.join(self.daemon.dir, "lock.mdb"))
        for at, folders, names in os.walk(os.path.join(self.daemon.dir, "journal")):
            for name in names:
                os.chmod(os.path.join(at, name), 0o644)
        for path, mode in ((self.daemon.dir, 0o700), ("data.mdb", 0o600), ("journal", 0o700),
                           ("evidence", 0o700)):
            path = os.path.join(self.daemon.dir, path)
            os.chmod(path, mode)
            done = run("--verify", "--data", self.daemon.dir, user=NOBODY, env=env)
            self.assertEqual(done.returncode, 1)
            self.assertIn("belongs to root, mode %04o" % mode, done.stdout)
            self.assertIn("the user nobody", done.stdout)
            os.chmod(path, mode | 0o055)
        # a lock file that a root's hand left behind is what kept the service from starting
        for at, folders, names in os.walk(self.daemon.dir):
            for name in [""] + folders + names:
                os.chown(os.path.join(at, name), NOBODY, NOBODY)
        os.chmod(self.daemon.dir, 0o700)
        lock = os.path.join(self.daemon.dir, "lock.mdb")
        write(lock, "")
        done = run("--data", self.daemon.dir, user=NOBODY)
        self.assertEqual(done.returncode, 1)
        self.assertIn(lock + ": Permission denied; it belongs to root", done.stderr)
        self.assertIn("chown", done.stderr)
        os.unlink(lock)
        lock = os.path.join(self.daemon.dir, "lock")
        os.chown(lock, 0, 0)
        done = run("--data", self.daemon.dir, user=NOBODY)
        self.assertIn(lock + ": Permission denied; it belongs to root", done.stderr)
        self.assertIn("must belong to this user", done.stderr)

    def refused(self, *says):
        done = run("--data", self.daemon.dir)
        self.assertEqual(done.returncode, 1, done.stderr)
        for part in says:
            self.assertIn(part, done.stderr)

    def test_another_lost_or_exposed_server_key_is_refused_until_that_is_meant(self):
        key = os.path.join(self.daemon.dir, "server.key")
        public = os.path.join(self.daemon.dir, "server.pub")
        self.daemon.start()
        self.daemon.stop()
        own, kept = read(key), read(public)
        os.chmod(key, 0o640)
        self.refused(key, "chmod 600")
        os.unlink(key)
        self.refused(key, "is missing", kept.strip(), public)
        self.assertFalse(os.path.exists(key))
        other = Daemon().start()
        write(key, read(os.path.join(other.dir, "server.key")))
        other.remove()
        self.refused(key, "not the key of this store", kept.strip(), public)
        self.assertEqual(read(public), kept)
        write(key, own)
        self.daemon.start()
        self.daemon.stop()
        # deliberately: a new key, made at the start
        os.unlink(key)
        os.unlink(public)
        self.daemon.start()
        self.assertNotEqual(read(public), kept)

    def test_a_reader_of_its_status_that_does_not_read_stops_nothing(self):
        path = os.path.join(self.daemon.top, "unread")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as unread, \
                socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as full:
            unread.bind(path)
            full.setblocking(False)
            try:
                while True:
                    full.sendto(b"X=1", path)
            except BlockingIOError:
                pass
            log = open(os.path.join(self.daemon.top, "log"), "wb")
            self.addCleanup(log.close)
            self.daemon.process = subprocess.Popen(
                [DUBAND, "--data", self.daemon.dir, "--simulated", self.daemon.simulated],
                stderr=log, env={**os.environ, "NOTIFY_SOCKET": path})
            until = time.monotonic() + 60
            while "duband ready" not in self.daemon.log() and time.monotonic() < until:
                self.assertIsNone(self.daemon.process.poll(), self.daemon.log())
            self.assertEqual(self.daemon.ctl_json("status")["state"], "ready")
            # and what it could not say is said when there is room
            said = b""
            unread.settimeout(60)
            while b"READY=1" not in said or b"STATUS=0 projects" not in said:
                said += unread.recv(4096) + b"\n"

    def test_verify_finds_what_differs_and_says_so_by_its_exit_code(self):
        self.daemon.start().city()
        self.daemon.stop()
        self.assertEqual(run("--verify", "--data", self.daemon.dir).returncode, 0)
        os.rename(os.path.join(self.daemon.dir, "journal"),
                  os.path.join(self.daemon.dir, "elsewhere"))
        done = run("--verify", "--data", self.daemon.dir)
        self.assertEqual(done.returncode, 1)
        self.assertTrue(done.stdout + done.stderr)


class Jobs(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon().start()
        self.addCleanup(self.daemon.remove)
        self.daemon.city()
        self.admin = self.daemon.admin()
        self.addCleanup(self.admin.close)

    def job(self, **body):
        """A parked job may answer that it still runs: asks again under the same id."""
        request = api.Request(version=1, request_id=uuid7(), **body)
        until = time.monotonic() + 120
        while time.monotonic() < until:
            reply = self.admin.call(request, timeout=60)
            if reply.status != api.STATUS_UNAVAILABLE:
                return request, reply
        self.fail("the job does not end")

    def test_verify_tells_seq_and_hash_and_repeats_its_answer(self):
        request, reply = self.job(verify=api.VerifyRequest())
        self.assertTrue(reply.job.ok, reply)
        self.assertEqual(reply.job.seq, self.admin.status().seq)
        self.assertEqual(len(reply.job.state_hash), 32)
        again = self.admin.call(request)
        self.assertEqual(again.job, reply.job)

    def test_a_backup_is_a_store_that_starts_and_verifies(self):
        to = os.path.join(self.daemon.top, "backup")
        request, reply = self.job(backup=api.BackupRequest(dir=to))
        self.assertTrue(reply.job.ok, reply)
        seq = self.admin.status().seq
        self.assertEqual(reply.job.seq, seq)
        self.assertEqual(run("--verify", "--data", to).returncode, 0)
        # the same id with another folder is not a repeat
        request.backup.dir = to + "2"
        self.assertEqual(self.admin.call(request).status, api.STATUS_CONFLICT)
        # a second backup to the same folder must not damage the first
        _, second = self.job(backup=api.BackupRequest(dir=to))
        self.assertEqual([(p.code, p.arg[0]) for p in second.problem], [("backup.exists", to)])
        self.daemon.stop()
        kept = os.path.join(self.daemon.top, "kept.key")
        os.rename(os.path.join(self.daemon.dir, "server.key"), kept)
        shutil.rmtree(self.daemon.dir)
        os.rename(to, self.daemon.dir)
        os.chmod(self.daemon.dir, 0o700)
        done = run("--data", self.daemon.dir)
        self.assertIn("A backup does not contain the key", done.stderr)
        os.rename(kept, os.path.join(self.daemon.dir, "server.key"))
        self.daemon.start()
        self.assertEqual(self.daemon.ctl_json("status")["seq"], seq)
        self.goes_on_when_it_is_accepted(seq)

    def goes_on_when_it_is_accepted(self, seq):
        admin = self.daemon.admin()
        self.addCleanup(admin.close)
        status = admin.status()
        self.assertEqual((status.state, status.restored_seq), ("restored", seq))
        self.assertEqual(admin.link_start("2020-001", 1).problem[0].code, "store.restored")
        self.daemon.ctl("restore", "accept")
        self.assertEqual(admin.status().state, "ready")
        self.assertEqual(admin.link_start("2020-001", 1).status, api.STATUS_OK)

    def test_a_target_that_would_lose_the_backup_is_refused(self):
        here = os.path.join(self.daemon.top, "here")
        os.symlink(os.path.join(self.daemon.dir, "journal"), here)
        rows = (
            (self.daemon.dir + "/backup", "backup.inside"),
            (self.daemon.dir + "/journal/backup", "backup.inside"),
            (here + "/backup", "backup.inside"),
            (self.daemon.dir, "backup.exists"),
            (self.daemon.top + "/no/such", "backup.no_parent"),
        ) + ((("/backup", "backup.forbidden"),) if os.getuid() else ())
        before = os.listdir(self.daemon.top), os.listdir(self.daemon.dir)
        for to, code in rows:
            with self.subTest(to=to):
                _, reply = self.job(backup=api.BackupRequest(dir=to))
                self.assertEqual([p.code for p in reply.problem], [code], reply)
        self.assertEqual((os.listdir(self.daemon.top), os.listdir(self.daemon.dir)), before)

    def test_the_service_is_told_the_folder_that_it_may_write_to(self):
        self.daemon.stop()
        kept = os.environ.get("STATE_DIRECTORY")
        os.environ["STATE_DIRECTORY"] = self.daemon.dir + ":/var/lib/duban-backup"
        try:
            self.daemon.start()
        finally:
            os.environ.pop("STATE_DIRECTORY")
            if kept:
                os.environ["STATE_DIRECTORY"] = kept
        done = self.daemon.ctl("backup", self.daemon.dir + "/backup", code=None)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("/var/lib/duban-backup", done.stderr)

    def test_a_backup_with_the_key_is_all_that_a_restore_needs(self):
        to, words = os.path.join(self.daemon.top, "backup"), "correct horse battery"
        file = os.path.join(self.daemon.top, "words")
        write(file, words + "\n")
        own = read(os.path.join(self.daemon.dir, "server.key"))
        self.assertIn("--with-key", self.daemon.ctl("backup", to + "0").stdout)
        done = self.daemon.ctl("backup", to, "--with-key", "--passphrase", file)
        self.assertNotIn("--with-key", done.stdout)
        sealed = os.path.join(to, "server.key.sealed")
        self.assertEqual(os.stat(sealed).st_mode & 0o777, 0o600)
        for at, _, names in os.walk(to):
            for name in names:
                with open(os.path.join(at, name), "rb") as f:
                    self.assertNotIn(own.strip().encode(), f.read(), name)
        self.daemon.stop()
        shutil.rmtree(self.daemon.dir)
        os.rename(to, self.daemon.dir)
        sealed = os.path.join(self.daemon.dir, "server.key.sealed")
        opening = ("--data", self.daemon.dir, "--open-key", sealed)
        done = run(*opening, input="wrong horse battery\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn("passphrase", done.stderr)
        self.assertFalse(os.path.exists(os.path.join(self.daemon.dir, "server.key")))
        self.assertEqual(run(*opening, input=words + "\n").returncode, 0)
        self.assertEqual(read(os.path.join(self.daemon.dir, "server.key")), own)
        self.assertIn("exists already", run(*opening, input=words + "\n").stderr)
        self.daemon.start()

    def test_a_passphrase_that_protects_nothing_is_refused(self):
        to = os.path.join(self.daemon.top, "backup")
        _, reply = self.job(backup=api.BackupRequest(dir=to, passphrase="short"))
        self.assertEqual([p.code for p in reply.problem], ["backup.passphrase"])
        self.assertFalse(os.path.exists(to))

    def test_two_jobs_at_once_take_turns(self):
        others = [self.daemon.admin() for _ in range(3)]
        for client in others:
            self.addCleanup(client.close)
        ids = [client.send(api.Request(verify=api.VerifyRequest())) for client in others]
        states = []
        for client, request_id in zip(others, ids):
            reply = client.receive(120)
            self.assertEqual(reply.request_id, request_id)
            states.append(reply.status)
        self.assertIn(api.STATUS_OK, states)
        self.assertTrue(set(states) <= {api.STATUS_OK, api.STATUS_UNAVAILABLE}, states)

    def test_commands_are_served_while_a_job_runs(self):
        other = self.daemon.admin()
        self.addCleanup(other.close)
        job = other.send(api.Request(verify=api.VerifyRequest()))
        self.assertEqual(self.admin.link_start("2020-001", 5).status, api.STATUS_OK)
        reply = other.receive(120)
        self.assertEqual(reply.request_id, job)
        self.assertTrue(reply.job.ok, reply)


class Tail(unittest.TestCase):
    def test_a_last_frame_that_was_not_whole_is_cut_off_and_said(self):
        """As a power cut leaves it: the state is older than the frame, and the frame's end is missing."""
        daemon = Daemon().start()
        self.addCleanup(daemon.remove)
        daemon.city()
        daemon.stop()
        state = os.path.join(daemon.dir, "data.mdb")
        shutil.copy(state, state + ".older")
        daemon.start()
        last = daemon.ctl_json("status")["seq"]
        daemon.ctl("unit", "set", "torn", "--name", "断电局", "--kind", "市直")
        daemon.stop()
        os.rename(state + ".older", state)
        segment = os.path.join(daemon.dir, "journal", "00000000000000000001.seg")
        with open(segment, "r+b") as f:
            written = f.read().rstrip(b"\0")
            f.seek(len(written) - 1)
            f.write(b"\0")
        daemon.start()
        self.assertIn(f"the journal's last frame, from event {last + 1} on, was not whole", daemon.log())
        self.assertIn(f"DUBAN_SEQ={last + 1}\n", daemon.log())
        self.assertTrue(os.path.exists(os.path.join(daemon.dir, "journal", f"cut-{last + 1:020}")))
        self.assertNotIn("torn", [u["id"] for u in daemon.ctl_json("unit", "list")])
        daemon.stop()
        daemon.start()
        self.assertEqual(daemon.log().count("was not whole"), 1, "said once: the tail is whole again")


if __name__ == "__main__":
    unittest.main(verbosity=2)
