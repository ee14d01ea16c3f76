#!/usr/bin/python3
# timeout: 900
"""Access control: no key, an unknown key, a key revoked while connected, a county that reads or
writes data of others, a county at the feed. All are refused, counted, and logged once a minute."""
import re
import time
import unittest

import zmq
from zmq.utils.monitor import recv_monitor_message

from wire_client import (Client, Feed, api, close_monitored, event, link_request, monitor_of,
                         use_curve)
from wire_daemon import Daemon

TURNED_AWAY = zmq.EVENT_HANDSHAKE_FAILED_AUTH
LET_IN = zmq.EVENT_HANDSHAKE_SUCCEEDED
FAILED = zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL
PROTOCOL = zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL
VERDICTS = (TURNED_AWAY, LET_IN, FAILED, PROTOCOL)


def stranger(connection):
    """The same endpoints and server key, with a client key that the daemon does not know."""
    public, secret = zmq.curve_keypair()
    return {**connection, "public_key": public.decode(), "secret_key": secret.decode()}


class Knock:
    """One connection attempt, and the events of libzmq's monitor."""

    def __init__(self, kind, endpoint, connection=None):
        self.socket = zmq.Context.instance().socket(kind)
        self.socket.linger = 0
        if connection:
            use_curve(self.socket, connection)
        if kind == zmq.SUB:
            self.socket.subscribe("")
        self.monitor = monitor_of(self.socket)
        self.socket.connect(endpoint)

    def event(self, *wanted, timeout=30):
        """The next of the wanted events; None if none came."""
        until = time.monotonic() + timeout
        while self.monitor.poll(max(0, until - time.monotonic()) * 1000):
            got = recv_monitor_message(self.monitor)["event"]
            if got in wanted:
                return got
        return None

    def close(self):
        close_monitored(self.socket, self.monitor)


class Doors(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon().start()
        self.addCleanup(self.daemon.remove)
        self.daemon.city()
        self.admin = self.daemon.admin()
        self.addCleanup(self.admin.close)

    def denied(self):
        return self.admin.status().denied

    def knock(self, *args):
        knock = Knock(*args)
        self.addCleanup(knock.close)
        return knock

    def client(self, connection):
        client = Client(connection=connection)
        self.addCleanup(client.close)
        return client

    def feed(self, connection):
        feed = Feed(connection)
        self.addCleanup(feed.close)
        return feed

    def assertStatus(self, reply, status):
        self.assertEqual(api.Status.Name(reply.status), api.Status.Name(status), str(reply))

    def test_no_key_and_an_unknown_key_are_turned_away_at_both_doors(self):
        connection = self.daemon.principal("office-sys", "office")
        for kind, door in ((zmq.DEALER, "commands"), (zmq.SUB, "feed")):
            with self.subTest(door=door):
                before = self.denied()
                unknown = self.knock(kind, connection[door], stranger(connection))
                self.assertEqual(unknown.event(*VERDICTS), TURNED_AWAY)
                self.assertGreater(self.denied(), before)
                keyless = self.knock(kind, connection[door])
                self.assertIn(keyless.event(*VERDICTS, zmq.EVENT_DISCONNECTED),
                              (FAILED, PROTOCOL, zmq.EVENT_DISCONNECTED))
                known = self.knock(kind, connection[door], connection)
                self.assertEqual(known.event(*VERDICTS), LET_IN)

    def test_nothing_is_answered_to_an_unknown_key(self):
        connection = self.daemon.principal("office-sys", "office")
        client = self.client(stranger(connection))
        client.send(api.Request(status=api.StatusRequest()))
        # the daemon still answers others
        self.assertEqual(self.client(connection).status().state, "ready")
        self.assertIsNone(client.receive(timeout=0))

    def test_a_key_revoked_while_connected_loses_its_connections(self):
        connection = self.daemon.principal("xinjian-sys", "county", "xinjian")
        client = self.client(connection)
        idle = self.knock(zmq.DEALER, connection["commands"], connection)
        self.assertEqual(idle.event(*VERDICTS), LET_IN)
        self.assertStatus(client.link_start("2020-001", 1), api.STATUS_OK)
        before = self.denied()
        self.daemon.ctl("principal", "revoke", "xinjian-sys")
        # also one that says nothing; and it cannot connect again
        self.assertEqual(idle.event(zmq.EVENT_DISCONNECTED), zmq.EVENT_DISCONNECTED)
        self.assertEqual(idle.event(*VERDICTS), TURNED_AWAY)
        client.socket.sndtimeo = 0
        try:
            client.send(link_request("link_start", "2020-001", 2))
        except zmq.Again:
            pass  # it was turned away too by now: libzmq has no connection left to send over
        self.assertIsNone(client.receive(timeout=0))
        self.assertGreater(self.denied(), before)
        office = self.client(self.daemon.principal("office-sys", "office"))
        self.assertStatus(office.link_start("2020-001", 2), api.STATUS_OK)

    def test_a_waiting_fetch_of_a_revoked_key_gets_no_events(self):
        connection = self.daemon.principal("xinjian-sys", "county", "xinjian")
        client = self.client(connection)
        cursor = None
        while True:
            page = client.call(api.Request(fetch=api.FetchRequest(cursor=cursor)))
            cursor = page.fetch.next
            if cursor.seq >= page.fetch.head:
                break
        client.send(api.Request(fetch=api.FetchRequest(cursor=cursor, wait_ms=30000)))
        self.daemon.ctl("principal", "revoke", "xinjian-sys")
        reply = client.receive()
        while reply is not None and reply.status == api.STATUS_OK and not reply.fetch.item:
            reply = client.receive()
        self.assertStatus(reply, api.STATUS_DENIED)

    def test_a_revoked_key_is_off_the_feed_and_the_others_stay(self):
        gone = self.knock_at_feed("old-sms")
        stays = self.knock_at_feed("new-sms")
        self.daemon.ctl("principal", "revoke", "old-sms")
        self.assertEqual(gone.event(zmq.EVENT_DISCONNECTED), zmq.EVENT_DISCONNECTED)
        self.assertEqual(gone.event(*VERDICTS), TURNED_AWAY)
        # later events reach only principals that may read them
        office = self.client(self.daemon.principal("office-sys", "office"))
        self.until(stays, "heartbeat", fresh=True)
        self.assertStatus(office.link_start("2020-001", 3), api.STATUS_OK)
        self.until(stays, "link_started//xinjian/2020-001/")
        seen = []
        while gone.socket.poll(0):
            seen.append(gone.socket.recv_multipart()[0].decode())
        self.assertNotIn("link_started//xinjian/2020-001/", seen)
        self.assertFalse(stays.monitor.poll(0), "it was never disconnected")

    def knock_at_feed(self, name):
        connection = self.daemon.principal(name, "gateway")
        knock = self.knock(zmq.SUB, connection["feed"], connection)
        self.assertEqual(knock.event(*VERDICTS), LET_IN)
        self.until(knock, "heartbeat")
        return knock

    def until(self, knock, prefix, fresh=False):
        """With fresh=True, messages received earlier are discarded first."""
        while fresh and knock.socket.poll(0):
            knock.socket.recv_multipart()
        while knock.socket.poll(30000):
            if knock.socket.recv_multipart()[0].decode().startswith(prefix):
                return
        self.fail(f"nothing under {prefix!r} on the feed")

    def test_a_county_neither_writes_nor_reads_anothers_project(self):
        county = self.client(self.daemon.principal("xinjian-sys", "county", "xinjian"))
        before = self.denied()
        # it does not even learn that the event exists
        self.assertStatus(county.link_start("2020-002", 1), api.STATUS_NOT_FOUND)
        self.assertEqual(self.denied(), before + 1)
        # its own link is in this project of another unit
        self.assertStatus(county.link_start("2020-003", 2), api.STATUS_DENIED)
        self.assertEqual(self.denied(), before + 2)
        # a name that does not exist is not counted as a refusal
        self.assertStatus(county.link_start("2020-999", 1), api.STATUS_NOT_FOUND)
        self.assertEqual(self.denied(), before + 2)
        chain = county.call(api.Request(chain_show=api.ChainShowRequest(project="2020-002")))
        self.assertIn(chain.status, (api.STATUS_DENIED, api.STATUS_NOT_FOUND))
        self.assertEqual(len(chain.chain_show.link), 0)

    def test_a_county_fetches_only_its_own_events(self):
        office = self.client(self.daemon.principal("office-sys", "office"))
        county = self.client(self.daemon.principal("xinjian-sys", "county", "xinjian"))
        self.assertStatus(office.link_start("2020-001", 4), api.STATUS_OK)
        self.assertStatus(office.link_start("2020-002", 4), api.STATUS_OK)
        before, cursor, projects = self.denied(), None, set()
        while True:
            page = county.call(api.Request(fetch=api.FetchRequest(cursor=cursor)))
            self.assertStatus(page, api.STATUS_OK)
            projects |= {item.project for item in page.fetch.item if item.kind == "link_started"}
            cursor = page.fetch.next
            if cursor.seq >= page.fetch.head:
                break
        self.assertEqual(projects, {"2020-001"})
        asked = county.call(api.Request(fetch=api.FetchRequest(
            filter=api.Filter(project="2020-002"))))
        self.assertStatus(asked, api.STATUS_NOT_FOUND)
        self.assertEqual(len(asked.fetch.item), 0)
        self.assertEqual(self.denied(), before + 1)

    def test_a_county_is_turned_away_at_the_feed(self):
        connection = self.daemon.principal("xinjian-sys", "county", "xinjian")
        before = self.denied()
        knock = self.knock(zmq.SUB, connection["feed"], connection)
        self.assertEqual(knock.event(*VERDICTS), TURNED_AWAY)
        self.assertGreater(self.denied(), before)
        # the same key is valid at the other socket
        self.assertEqual(self.client(connection).status().state, "ready")

    def test_many_refusals_are_one_line_a_minute_with_their_count(self):
        connection = self.daemon.principal("xinjian-sys", "county", "xinjian")
        county = self.client(connection)
        for _ in range(50):
            self.assertStatus(county.link_start("2020-003", 2), api.STATUS_DENIED)
        self.assertEqual(self.denied(), 50)
        lines = re.findall(r"connections or requests refused.*", self.daemon.log())
        self.assertEqual(len(lines), 1, self.daemon.log())
        # the last refusals are logged at the latest when the daemon ends
        self.daemon.stop()
        counts = [int(n) for n in re.findall(r"DUBAN_COUNT=(\d+)", self.daemon.log())]
        self.assertEqual(counts, [1, 49])

    def test_malformed_messages_are_dropped_and_counted(self):
        client = self.client(self.daemon.principal("office-sys", "office"))
        before = self.denied()
        client.socket.send_multipart([b"a", b"b"])
        client.socket.send_multipart([b"", b"b", b"c"])
        self.assertEqual(client.status().denied, before + 2)
        # an empty delimiter frame, as REQ sends it, is sent back too
        request = api.Request(version=1, request_id=b"0123456789abcdef",
                              status=api.StatusRequest())
        client.socket.send_multipart([b"", request.SerializeToString()])
        self.assertTrue(client.socket.poll(30000))
        self.assertEqual(client.socket.recv_multipart()[0], b"")

    def test_one_principal_cannot_take_all_places_of_those_who_wait(self):
        may = 128  # PARKED_PER_PRINCIPAL
        client = self.client(self.daemon.principal("office-sys", "office"))
        cursor = None
        while True:
            page = client.call(api.Request(fetch=api.FetchRequest(cursor=cursor)))
            cursor = page.fetch.next
            if cursor.seq >= page.fetch.head:
                break
        wait = api.Request(fetch=api.FetchRequest(cursor=cursor, wait_ms=30000))
        sent = set()
        for _ in range(may + 3):
            wait.request_id = b""
            sent.add(client.send(wait))
        refused = [client.receive() for _ in range(3)]
        self.assertEqual({r.status for r in refused}, {api.STATUS_TOO_MANY})
        self.assertTrue({r.request_id for r in refused} <= sent)
        # another principal can still wait; all waiting requests are answered by the next event
        other = self.client(self.daemon.principal("other-sys", "office"))
        self.assertStatus(other.link_start("2020-001", 7), api.STATUS_OK)
        answered = [client.receive() for _ in range(may)]
        self.assertEqual({r.request_id for r in answered} | {r.request_id for r in refused}, sent)
        for reply in answered:
            self.assertStatus(reply, api.STATUS_OK)

    def test_a_revocation_is_an_event_of_the_feed_too(self):
        feed = self.feed(self.daemon.principal("sms", "gateway"))
        feed.until("heartbeat")
        self.daemon.principal("xinjian-sys", "county", "xinjian")
        self.daemon.ctl("principal", "revoke", "xinjian-sys")
        topic, data = feed.until("principal_revoked/")
        self.assertEqual(event.Event.FromString(data).WhichOneof("body"), "principal_revoked")
        self.assertTrue(topic.endswith("/"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
