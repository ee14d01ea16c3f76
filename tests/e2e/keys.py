#!/usr/bin/python3
# timeout: 600
"""Keys are changed while clients are connected: a client's, the server's. Connection files with two
endpoints."""
import json
import os
import select
import shutil
import socket
import subprocess
import unittest

import zmq
from zmq.utils import z85

from doors import LET_IN, VERDICTS, Knock
from wire_client import Client, Feed, api, link_request, read_connection, uuid7
from wire_daemon import DUBAND, DUBANCTL, Daemon, program

UNREACHABLE, USAGE = 6, 2  # exit codes of dubanctl
LAST_DAY = "2020-03-10"  # of the server's present key; the store's clock begins on 2 March


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Watch:
    """dubanctl watch in a process of its own, from the first event on."""

    def __init__(self, path, kind):
        self.process = subprocess.Popen(
            [DUBANCTL, "--connection", path, "--json", "watch", "--from", "start", "--kind", kind],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0,
            env={**os.environ, "LANG": "C.UTF-8"})

    def next(self):
        """The seq of the next event; each has a line that is flushed as a whole."""
        if not select.select([self.process.stdout], [], [], 60)[0]:
            raise AssertionError("the watch tells nothing")
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError("the watch ended: " + self.process.stderr.read().decode())
        return json.loads(line)["seq"]

    def close(self):
        self.process.kill()
        self.process.communicate()


class Keys(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon().start()
        self.addCleanup(self.daemon.remove)
        self.daemon.city()

    def path(self, name):
        return os.path.join(self.daemon.top, name)

    def knock(self, kind, endpoint, connection):
        knock = Knock(kind, endpoint, connection)
        self.addCleanup(knock.close)
        return knock

    def client(self, connection):
        client = Client(connection=connection)
        self.addCleanup(client.close)
        return client

    def watch(self, path, kind="link_started"):
        watch = Watch(path, kind)
        self.addCleanup(watch.close)
        return watch

    def with_file(self, path, *args, code=0):
        done = subprocess.run([program(args), "--connection", path, *args], capture_output=True,
                              text=True, timeout=120, env={**os.environ, "LANG": "C.UTF-8"})
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def start_link(self, no):
        reply = self.daemon.ctl_json("link", "start", "2020-001", str(no))
        return reply["first_seq"]

    def restart_there(self, connection):
        """Starts the daemon again at the same endpoints."""
        self.daemon.listen, self.daemon.publish = connection["commands"], connection["feed"]
        self.daemon.start()

    # ---- a client's key

    def test_a_client_changes_its_key_while_it_works(self):
        old = self.daemon.principal("xinjian-sys", "county", "xinjian")
        at_old, watch = self.client(old), self.watch(self.path("xinjian-sys.conn"))
        self.start_link(1)
        first = watch.next()
        request = link_request("link_start", "2020-001", 2, request_id=uuid7())
        answer = at_old.call(request)
        self.assertEqual(answer.status, api.STATUS_OK)
        self.assertEqual(watch.next(), answer.first_seq)

        self.daemon.ctl("principal", "add-key", "xinjian-sys", "--out", self.path("new.conn"))
        new = read_connection(self.path("new.conn"))
        self.assertNotEqual(new["public_key"], old["public_key"])
        keys = self.daemon.ctl_json("principal", "list")[0]["key"]
        self.assertEqual([k["public_key"] for k in keys], [old["public_key"], new["public_key"]])
        at_new, new_watch = self.client(new), self.watch(self.path("new.conn"))
        # it is the same principal: a repeated request has the first answer
        self.assertEqual(at_new.call(request).first_seq, answer.first_seq)
        self.assertEqual(new_watch.next(), first)
        self.assertEqual(new_watch.next(), answer.first_seq)
        self.assertEqual(at_old.link_start("2020-001", 3).first_seq, watch.next())

        idle = self.knock(zmq.DEALER, old["commands"], old)
        self.assertEqual(idle.event(*VERDICTS), LET_IN)
        stays = self.knock(zmq.DEALER, new["commands"], new)
        self.assertEqual(stays.event(*VERDICTS), LET_IN)
        self.daemon.ctl("principal", "revoke-key", "xinjian-sys", old["public_key"])
        self.assertEqual(idle.event(zmq.EVENT_DISCONNECTED), zmq.EVENT_DISCONNECTED)
        new_watch.next()
        reply = at_new.link_start("2020-001", 4)
        self.assertEqual(reply.status, api.STATUS_OK)
        self.assertEqual(new_watch.next(), reply.first_seq)
        self.assertFalse(stays.monitor.poll(0), "it was never disconnected")
        at_old.send(link_request("link_start", "2020-001", 5))
        self.assertIsNone(at_old.receive(timeout=0))

    def test_the_feed_goes_with_the_key(self):
        old = self.daemon.principal("sms", "gateway")
        self.daemon.ctl("principal", "add-key", "sms", "--out", self.path("new.conn"))
        new = read_connection(self.path("new.conn"))
        gone = self.knock(zmq.SUB, old["feed"], old)
        stays = Feed(new)
        self.addCleanup(stays.close)
        stays.until("heartbeat")
        self.assertEqual(gone.event(*VERDICTS), LET_IN)
        self.daemon.ctl("principal", "revoke-key", "sms", old["public_key"])
        self.assertEqual(gone.event(zmq.EVENT_DISCONNECTED), zmq.EVENT_DISCONNECTED)
        self.start_link(1)
        stays.until("link_started/")

    # ---- the server's key

    def begin_change(self):
        """Between a stop and a start: duband makes the next key."""
        self.daemon.stop()
        return subprocess.run(
            [DUBAND, "--data", self.daemon.dir, "--simulated", self.daemon.simulated,
             "--new-key", LAST_DAY], capture_output=True, text=True, check=True).stdout

    def test_the_server_changes_its_key_and_its_clients_follow(self):
        old = self.daemon.principal("office-sys", "office")
        for name in ("watching.conn", "asking.conn", "late.conn"):
            shutil.copy(self.path("office-sys.conn"), self.path(name))
        said = self.begin_change()
        self.restart_there(old)

        # who knows the old key is told the next one, which is served already
        reply = self.client(old).call(api.Request(status=api.StatusRequest()))
        next_key = z85.encode(reply.next_server_key.public_key).decode()
        self.assertIn(next_key, said)
        self.assertNotEqual(next_key, old["server_key"])
        new = {**old, "server_key": next_key}
        self.assertEqual(self.client(new).status().state, "ready")
        made = self.daemon.principal("late-comer", "office")
        self.assertEqual(made["server_key"], next_key)

        # libduban writes it into the file
        os.chmod(self.path("asking.conn"), 0o640)
        done = self.with_file(self.path("asking.conn"), "status")
        self.assertIn(next_key, done.stdout)
        self.assertIn("asking.conn", done.stderr)
        self.assertEqual(read_connection(self.path("asking.conn")), new)
        self.assertEqual(os.stat(self.path("asking.conn")).st_mode & 0o777, 0o640)
        self.assertEqual(self.with_file(self.path("asking.conn"), "status").stderr, "")
        self.start_link(1)
        watch = self.watch(self.path("watching.conn"))
        watch.next()

        # until the end of the last day both are served
        at_old = self.knock(zmq.DEALER, old["commands"], old)
        at_new = self.knock(zmq.DEALER, old["commands"], new)
        sub = self.knock(zmq.SUB, old["feed"], old)
        self.daemon.ctl("clock", "set", LAST_DAY + "T23:59")
        for knock in (at_old, at_new, sub):
            self.assertEqual(knock.event(*VERDICTS), LET_IN)
        self.daemon.ctl("clock", "set", "2020-03-11T00:00")
        for knock in (at_old, sub):
            self.assertEqual(knock.event(zmq.EVENT_DISCONNECTED), zmq.EVENT_DISCONNECTED)
        self.assertFalse(at_new.monitor.poll(0), "it was never disconnected")
        self.assertNotEqual(self.knock(zmq.DEALER, old["commands"], old).event(*VERDICTS), LET_IN)
        done = self.with_file(self.path("late.conn"), "status", code=UNREACHABLE)
        self.assertIn("server_key", done.stderr)

        # nobody who was in touch notices
        seq = self.start_link(2)
        self.assertEqual(watch.next(), seq)
        self.assertEqual(read_connection(self.path("watching.conn")), new)
        self.with_file(self.path("asking.conn"), "status")
        self.assertFalse(self.client(new).call(api.Request(status=api.StatusRequest()))
                         .HasField("next_server_key"))
        self.assertEqual(read(self.path("data/server.pub")).strip(), next_key)
        for name in ("server.next", "server.key.next"):
            self.assertFalse(os.path.exists(self.path("data/" + name)), name)
        self.daemon.stop()
        self.restart_there(old)
        self.assertEqual(self.client(new).status().state, "ready")

    def test_a_change_that_ended_while_duband_was_off_has_ended(self):
        old = self.daemon.principal("office-sys", "office")
        self.begin_change()
        self.restart_there(old)
        self.with_file(self.path("office-sys.conn"), "status")
        self.daemon.ctl("clock", "set", LAST_DAY + "T23:59")
        self.daemon.stop()
        # by hand: the change was to end a week before
        note = self.path("data/server.next")
        moved = read(note).replace(LAST_DAY, "2020-03-03")
        with open(note, "w", encoding="utf-8") as f:
            f.write(moved)
        self.restart_there(old)
        self.assertFalse(os.path.exists(note))
        self.with_file(self.path("office-sys.conn"), "status")
        self.assertNotEqual(self.knock(zmq.DEALER, old["commands"], old).event(*VERDICTS), LET_IN)

    def test_a_backup_made_during_a_change_has_both_keys(self):
        self.daemon.principal("office-sys", "office")
        self.begin_change()
        self.daemon.start()
        words, to = self.path("words"), self.path("backup")
        with open(words, "w", encoding="utf-8") as f:
            f.write("correct horse battery\n")
        self.daemon.ctl("backup", to, "--with-key", "--passphrase", words)
        self.daemon.stop()
        keys = {n: read(self.path("data/" + n)) for n in ("server.key", "server.key.next")}
        shutil.rmtree(self.daemon.dir)
        os.rename(to, self.daemon.dir)
        for name in keys:
            done = subprocess.run(
                [DUBAND, "--data", self.daemon.dir, "--open-key",
                 self.path(f"data/{name}.sealed")],
                input="correct horse battery\n", capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual({n: read(self.path("data/" + n)) for n in keys}, keys)
        self.daemon.start()

    # ---- several endpoints

    def test_a_client_finds_the_endpoint_that_works_and_moves_on(self):
        ports = [free_port(), free_port()]
        self.daemon.stop()
        self.daemon.listen = f"tcp://127.0.0.1:{ports[1]}"
        self.daemon.start()
        self.daemon.principal("office-sys", "office")
        path = self.path("office-sys.conn")
        two = read(path).replace(
            f"commands = tcp://127.0.0.1:{ports[1]}",
            f"commands = tcp://127.0.0.1:{ports[0]}\ncommands.2 = tcp://127.0.0.1:{ports[1]}")
        with open(path, "w", encoding="utf-8") as f:
            f.write(two)
        self.with_file(path, "status")
        done = self.with_file(path, "--json", "doctor", code=UNREACHABLE)
        states = [(c["check"], c["state"]) for c in json.loads(done.stdout)["checks"]]
        self.assertEqual(states, [
            ("file", "ok"), ("address", "ok"), ("network", "failed"), ("server_key", "skipped"),
            ("own_key", "skipped"), ("role", "skipped"), ("daemon", "skipped"),
            ("address", "ok"), ("network", "ok"), ("server_key", "ok"), ("own_key", "ok"),
            ("role", "ok"), ("daemon", "ok")])
        self.start_link(1)
        watch = self.watch(path)
        watch.next()
        # the daemon moves: what runs follows
        self.daemon.stop()
        self.daemon.listen = f"tcp://127.0.0.1:{ports[0]}"
        self.daemon.start()
        seq = self.start_link(2)
        self.assertEqual(watch.next(), seq)
        self.with_file(path, "status")

    def test_files_for_several_hosts_are_written(self):
        self.daemon.ctl("principal", "add", "a", "--role", "office", "--out", self.path("a.conn"),
                        "--host", "one.example", "--host", "two.example")
        port = {k: v.rsplit(":", 1)[1] for k, v in read_connection(self.path("a.conn")).items()
                if "://" in v}
        self.assertEqual(
            {k: v for k, v in read_connection(self.path("a.conn")).items() if "://" in v},
            {"commands": "tcp://one.example:" + port["commands"],
             "commands.2": "tcp://two.example:" + port["commands"],
             "feed": "tcp://one.example:" + port["feed"],
             "feed.2": "tcp://two.example:" + port["feed"]})
        done = self.daemon.ctl("principal", "add", "b", "--role", "office", "--out",
                               self.path("b.conn"), *("--host", "x.example") * 5, code=USAGE)
        self.assertIn("4", done.stderr)
        self.daemon.stop()
        self.daemon.options = ("--announce", "one.example,two.example")
        self.daemon.start()
        made = self.daemon.principal("c", "office")
        self.assertEqual([made[k].rsplit(":", 1)[0] for k in ("commands", "commands.2", "feed.2")],
                         ["tcp://one.example", "tcp://two.example", "tcp://two.example"])


if __name__ == "__main__":
    unittest.main()
