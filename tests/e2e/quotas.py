#!/usr/bin/python3
# timeout: 600
"""The limits of a principal: what is over them is refused with a verdict or a closed door, the others
notice nothing, the office is told how often and the log who it was."""
import unittest

import zmq

from wire_client import Client, api, use_curve, uuid7
from wire_daemon import Daemon

CONNECTIONS = 4
BURST = 3  # requests at once, with --client-rate 1
MANY = 60  # the rate would need a minute for so many


class Base(unittest.TestCase):
    options = ()

    def setUp(self):
        self.daemon = Daemon(options=self.options).start()
        self.addCleanup(self.daemon.remove)
        self.daemon.city()
        self.admin = self.daemon.admin()
        self.addCleanup(self.admin.close)
        self.greedy = self.daemon.principal("greedy", "office")
        self.other = self.daemon.principal("other", "office")

    def client(self, connection):
        client = Client(connection=connection)
        self.addCleanup(client.close)
        return client

    def over_limits(self):
        return self.admin.status().over_limits

    def assertServed(self, connection):
        self.assertEqual(self.client(connection).status().state, "ready")

    def subscriber(self, connection):
        """One that has got its first message."""
        s = zmq.Context.instance().socket(zmq.SUB)
        self.addCleanup(s.close)
        s.linger = 0
        use_curve(s, connection)
        s.subscribe("heartbeat")
        s.connect(connection["feed"])
        return s


class Shared(Base):
    options = ("--client-connections", str(CONNECTIONS), "--client-memory", "4M")

    def test_connections_are_counted_over_both_doors(self):
        clients = [self.client(self.greedy) for _ in range(CONNECTIONS - 1)]
        for client in clients:
            client.status()
        self.assertTrue(self.subscriber(self.greedy).poll(30000))
        late = self.client(self.greedy)
        late.send(api.Request(status=api.StatusRequest()))
        while self.over_limits() == 0:
            pass  # each look is a request that is answered
        self.assertIsNone(late.receive(timeout=0))
        self.assertServed(self.other)
        clients[0].status()
        self.daemon.stop()
        self.assertRegex(self.daemon.log(), r"greedy was refused \d+ times by its limits; the last: too many "
                                            r"connections DUBAN_WHO=greedy")

    def upload(self, client, parts):
        """Sends so many parts of one upload of 0.5 MiB each; their verdicts."""
        one, verdicts = uuid7(), []
        for part in range(parts):
            request = api.ImportPartRequest(upload_id=one, part=part)
            request.row.add(line=part + 1, cell=["x" * 4000] * 60)
            verdicts.append(client.call(api.Request(import_part=request)))
        return verdicts

    def test_the_memory_for_all_is_kept_and_who_holds_most_gives_way(self):
        greedy, other = self.client(self.greedy), self.client(self.other)
        verdicts = self.upload(greedy, 20)
        self.assertEqual(verdicts[0].status, api.STATUS_OK)
        self.assertEqual(verdicts[-1].status, api.STATUS_TOO_MANY)
        self.assertEqual(verdicts[-1].problem[0].code, "bus.too_much_uploaded")
        # another one gets what it needs: the first loses its upload and its connection
        self.assertEqual({v.status for v in self.upload(other, 4)}, {api.STATUS_OK})
        self.assertGreater(self.over_limits(), 0)
        # which is let in again at once
        self.assertServed(self.greedy)
        self.daemon.stop()
        self.assertIn("greedy was refused", self.daemon.log())
        self.assertNotIn("other was refused", self.daemon.log())

    def test_unread_replies_hold_back_only_who_does_not_read(self):
        path = self.daemon.ctl("project", "list").stdout
        self.assertIn("2020-001", path)
        greedy = zmq.Context.instance().socket(zmq.DEALER)
        self.addCleanup(greedy.close)
        greedy.linger = 0
        greedy.rcvhwm = 1
        use_curve(greedy, self.greedy)
        greedy.connect(self.greedy["commands"])
        for _ in range(MANY):
            request = api.Request(version=1, request_id=uuid7(), project_list=api.ProjectListRequest())
            greedy.send(request.SerializeToString())
        other = self.client(self.other)
        for _ in range(MANY):
            self.assertEqual(other.status().state, "ready")
        # and it gets all its replies when it reads
        for _ in range(MANY):
            self.assertTrue(greedy.poll(30000))
            self.assertEqual(api.Reply.FromString(greedy.recv()).status, api.STATUS_OK)


class Rate(Base):
    options = ("--client-rate", "1")

    def test_requests_over_the_rate_are_refused_with_a_verdict(self):
        client = self.client(self.greedy)
        sent = [client.send(api.Request(status=api.StatusRequest())) for _ in range(MANY)]
        replies = [client.receive() for _ in sent]
        self.assertEqual([r.request_id for r in replies], sent)
        fine = [r for r in replies if r.status == api.STATUS_OK]
        refused = [r for r in replies if r.status == api.STATUS_TOO_MANY]
        self.assertGreater(len(refused), 0)
        self.assertEqual(len(fine) + len(refused), len(sent))
        self.assertEqual({r.problem[0].code for r in refused}, {"bus.too_many_requests"})
        self.assertEqual([r.status for r in replies[:BURST]], [api.STATUS_OK] * BURST)
        self.assertServed(self.other)
        # who may know is told how many; a county is told of none
        self.assertEqual(self.over_limits(), len(refused))
        self.assertEqual(self.client(self.other).status().over_limits, len(refused))
        county = self.daemon.principal("county", "county", "xinjian")
        self.assertEqual(self.client(county).status().over_limits, 0)
        self.assertIn(f": {len(refused)}; ", self.daemon.ctl("status").stdout)

    def test_the_admin_socket_has_no_rate(self):
        sent = [self.admin.send(api.Request(status=api.StatusRequest())) for _ in range(MANY)]
        for request_id in sent:
            reply = self.admin.receive()
            self.assertEqual((reply.request_id, reply.status), (request_id, api.STATUS_OK))


class Settings(unittest.TestCase):
    def test_a_limit_that_is_no_number_is_named(self):
        daemon = Daemon(options=("--client-rate", "many"))
        with self.assertRaisesRegex(AssertionError, "client-rate: 'many' is not a number from 1 to 9999999"):
            daemon.start()


if __name__ == "__main__":
    unittest.main(verbosity=2)
