#!/usr/bin/python3
# timeout: 900
"""A client in another language, written from the .proto files and docs/wire.md alone, does the main job:
it submits, repeats, fetches, subscribes and uploads."""
import os
import re
import unittest

import zmq
from zmq.utils.monitor import recv_monitor_message

from wire_client import (SOURCE, Client, Feed, api, event, link_request, model,
                         sm3_of_cells, use_curve, uuid7)
from wire_daemon import Daemon


def read_source(path):
    with open(os.path.join(SOURCE, path), encoding="utf-8") as f:
        return f.read()


class SecondLanguage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon().start()
        cls.addClassCleanup(cls.daemon.remove)
        cls.daemon.city()
        cls.connection = {
            "county": cls.daemon.principal("xinjian-sys", "county", "xinjian"),
            "other": cls.daemon.principal("jinxian-sys", "county", "jinxian"),
            "office": cls.daemon.principal("office-sys", "office"),
            "gateway": cls.daemon.principal("notify", "gateway"),
        }

    def client(self, name):
        client = Client(connection=self.connection[name])
        self.addCleanup(client.close)
        return client

    def fetch(self, client, cursor=None, wait_ms=0, count=0, **filters):
        request = api.FetchRequest(wait_ms=wait_ms, max=count, filter=api.Filter(**filters))
        if cursor:
            request.cursor.CopyFrom(cursor)
        return client.call(api.Request(fetch=request))

    def head(self, client):
        """A cursor after the last event."""
        cursor = None
        while True:
            page = self.fetch(client, cursor)
            self.assertEqual(page.status, api.STATUS_OK)
            cursor = page.fetch.next
            if cursor.seq >= page.fetch.head:
                return cursor

    def assertStatus(self, reply, status, code=None):
        self.assertEqual(api.Status.Name(reply.status), api.Status.Name(status), str(reply))
        if code:
            self.assertIn(code, [p.code for p in reply.problem])

    # ---- commands

    def confirm(self, num):
        reply = self.client("office").call(api.Request(report_review=api.ReportReviewRequest(
            verdict=[api.ReportVerdict(report=num, verdict=api.VERDICT_PASS)])))
        self.assertStatus(reply, api.STATUS_OK)
        self.assertEqual(reply.report_review.confirmed, 1)

    def test_a_link_is_started_and_finished(self):
        county = self.client("county")
        started = county.link_start("2020-001", 1)
        self.assertStatus(started, api.STATUS_OK)
        self.assertGreater(started.first_seq, 0)
        self.assertLessEqual(started.first_seq, started.last_seq)
        self.assertEqual(county.chain("2020-001")[1].state, model.LINK_STATE_ACTIVE)
        finished = county.link_finish("2020-001", 1, at_date=20200302)
        self.assertStatus(finished, api.STATUS_OK)
        self.assertGreater(finished.first_seq, started.last_seq)
        # a county's finish waits until the office confirms it
        self.assertEqual(county.chain("2020-001")[1].state, model.LINK_STATE_ACTIVE)
        self.confirm(finished.report.report.num)
        link = county.chain("2020-001")[1]
        self.assertEqual(link.state, model.LINK_STATE_DONE)
        self.assertEqual(link.finished_date, 20200302)

    def test_a_report_is_kept_with_its_money_in_fen(self):
        county = self.client("county")
        request = api.Request(report_submit=api.ReportSubmitRequest(
            project="2020-001", period_month=202002, text="桩基完成",
            invested=model.Money(fen=123456789)))
        reply = county.call(request)
        self.assertStatus(reply, api.STATUS_OK)
        self.assertEqual(reply.report.report.invested.fen, 123456789)
        # no department and no unit above: the office reviews it directly
        self.assertEqual(reply.report.report.state, model.REPORT_STATE_REVIEWED)
        shown = county.call(api.Request(
            project_show=api.ProjectShowRequest(project="2020-001"))).project_show
        self.assertEqual(shown.report[0].text, "桩基完成")

    def test_a_repeat_gets_the_first_answer(self):
        county = self.client("county")
        request = link_request("link_start", "2020-001", 2, request_id=uuid7())
        first = county.call(request)
        self.assertStatus(first, api.STATUS_OK)
        again = county.call(request)
        self.assertEqual((again.status, again.first_seq, again.last_seq),
                         (first.status, first.first_seq, first.last_seq))
        # over another connection too
        self.assertEqual(self.client("county").call(request).first_seq, first.first_seq)

    def test_the_same_id_with_other_content_is_a_conflict(self):
        county = self.client("county")
        request_id = uuid7()
        first = county.call(link_request("link_start", "2020-001", 3, request_id=request_id))
        self.assertStatus(first, api.STATUS_OK)
        other = county.call(link_request("link_start", "2020-001", 4, request_id=request_id))
        self.assertStatus(other, api.STATUS_CONFLICT)
        self.assertEqual(county.chain("2020-001")[4].state, model.LINK_STATE_NOT_STARTED)

    def test_another_principal_may_use_the_same_id(self):
        request_id = uuid7()
        for name, project in (("county", "2020-001"), ("other", "2020-002")):
            reply = self.client(name).call(
                link_request("link_start", project, 5, request_id=request_id))
            self.assertStatus(reply, api.STATUS_OK)

    def test_a_county_moves_only_its_own_links(self):
        county = self.client("county")
        self.assertStatus(county.link_start("2020-003", 1), api.STATUS_OK)
        self.assertStatus(county.link_start("2020-003", 2), api.STATUS_DENIED)
        self.assertStatus(county.call(api.Request(report_submit=api.ReportSubmitRequest(
            project="2020-003", period_month=202002, text="x"))), api.STATUS_DENIED)
        # events that it may not read are left out
        self.assertStatus(county.link_start("2020-002", 6), api.STATUS_NOT_FOUND)
        self.assertStatus(self.fetch(county, project="2020-002"), api.STATUS_NOT_FOUND)

    def test_a_request_of_another_version_is_refused(self):
        request = api.Request(version=99, status=api.StatusRequest())
        self.assertStatus(self.client("county").call(request), api.STATUS_INVALID)

    def test_a_req_socket_is_answered_too(self):
        socket = zmq.Context.instance().socket(zmq.REQ)
        self.addCleanup(socket.close, 0)
        client = Client.__new__(Client)
        client.socket = socket
        use_curve(socket, self.connection["county"])
        socket.connect(self.connection["county"]["commands"])
        self.assertEqual(client.status().unit, "xinjian")

    # ---- fetch

    def test_pages_follow_each_other_without_a_gap(self):
        admin = self.daemon.admin()
        self.addCleanup(admin.close)
        whole = self.fetch(admin).fetch.item
        cursor, seqs = None, []
        while True:
            page = self.fetch(admin, cursor, count=7).fetch
            self.assertLessEqual(len(page.item), 7)
            seqs += [event.Event.FromString(item.event).seq for item in page.item]
            cursor = page.next
            if cursor.seq >= page.head:
                break
        self.assertEqual(seqs, list(range(1, len(seqs) + 1)))
        self.assertGreaterEqual(len(seqs), len(whole))

    def test_a_county_fetches_only_its_own(self):
        self.assertStatus(self.client("other").link_start("2020-002", 7), api.STATUS_OK)
        page = self.fetch(self.client("county"), kind=["link_started", "chain_put"]).fetch
        projects = {item.project for item in page.item}
        self.assertIn("2020-001", projects)
        self.assertNotIn("2020-002", projects)

    def test_a_waiting_fetch_is_answered_by_the_event(self):
        watcher, county = self.client("county"), self.client("county")
        cursor = self.head(watcher)
        request = api.Request(fetch=api.FetchRequest(
            cursor=cursor, wait_ms=30000, filter=api.Filter(kind=["link_started"])))
        watcher.send(request)
        # Another request on the same connection is answered while the fetch is parked.
        status = api.Request(status=api.StatusRequest())
        status_id = watcher.send(status)
        self.assertEqual(watcher.receive().request_id, status_id)
        started = county.link_start("2020-001", 8)
        self.assertStatus(started, api.STATUS_OK)
        reply = watcher.receive(20)
        self.assertIsNotNone(reply, "the parked fetch was not answered by the event")
        self.assertEqual(reply.request_id, request.request_id)
        self.assertEqual([event.Event.FromString(i.event).seq for i in reply.fetch.item],
                         [started.first_seq])
        self.assertGreaterEqual(reply.fetch.next.seq, started.first_seq)

    def test_a_fetch_with_nothing_to_give_moves_the_cursor_all_the_same(self):
        county = self.client("county")
        before = self.head(county)
        self.client("other").link_start("2020-002", 9)
        page = self.fetch(county, before)
        self.assertStatus(page, api.STATUS_OK)
        self.assertEqual(len(page.fetch.item), 0)
        self.assertGreater(page.fetch.next.seq, before.seq)

    def test_a_cursor_of_another_history_is_told_so(self):
        county = self.client("county")
        cursor = self.head(county)
        other_store = api.Cursor(epoch=bytes(16), seq=cursor.seq, hash=cursor.hash)
        self.assertStatus(self.fetch(county, other_store), api.STATUS_DIVERGED)
        other_past = api.Cursor(epoch=cursor.epoch, seq=cursor.seq, hash=bytes(32))
        self.assertStatus(self.fetch(county, other_past), api.STATUS_DIVERGED)
        future = api.Cursor(epoch=cursor.epoch, seq=cursor.seq + 1000, hash=cursor.hash)
        self.assertStatus(self.fetch(county, future), api.STATUS_DIVERGED)

    def test_a_wrong_filter_is_refused(self):
        county = self.client("county")
        self.assertStatus(self.fetch(county, kind=["no_such_kind"]), api.STATUS_INVALID)
        self.assertNotEqual(self.fetch(county, unit="nowhere").status, api.STATUS_OK)

    # ---- the feed

    def test_the_feed_shows_the_event_as_the_journal_has_it(self):
        feed = Feed(self.connection["gateway"], ["heartbeat", "link_started//xinjian/"])
        self.addCleanup(feed.close)
        feed.until("heartbeat")
        started = self.client("county").link_start("2020-001", 10)
        topic, data = feed.until("link_started")
        self.assertEqual(topic, "link_started//xinjian/2020-001/")
        self.assertEqual(event.Event.FromString(data).seq, started.first_seq)
        page = self.fetch(self.client("gateway"), kind=["link_started"], project="2020-001")
        self.assertIn(data, [item.event for item in page.fetch.item])

    def test_a_heartbeat_is_a_cursor(self):
        feed = Feed(self.connection["gateway"], ["heartbeat"])
        self.addCleanup(feed.close)
        beat = api.Heartbeat.FromString(feed.until("heartbeat")[1])
        started = self.client("county").link_start("2020-001", 11)
        cursor = api.Cursor(epoch=beat.epoch, seq=beat.seq, hash=beat.hash)
        page = self.fetch(self.client("gateway"), cursor)
        self.assertStatus(page, api.STATUS_OK)
        self.assertIn(started.first_seq,
                      [event.Event.FromString(i.event).seq for i in page.fetch.item])

    def test_the_feed_is_closed_to_a_county(self):
        feed = Feed(self.connection["county"])
        self.addCleanup(feed.close)
        while True:
            self.assertTrue(feed.monitor.poll(30000), "no message on the feed")
            seen = recv_monitor_message(feed.monitor)["event"]
            self.assertNotEqual(seen, zmq.EVENT_HANDSHAKE_SUCCEEDED)
            if seen == zmq.EVENT_HANDSHAKE_FAILED_AUTH:
                break

    # ---- uploads

    def upload(self, client, rows, columns, commit, request_id=b""):
        """Sends the rows in parts of two, then the commit."""
        upload_id = uuid7()
        parts = [rows[i:i + 2] for i in range(0, len(rows), 2)]
        for number, part in enumerate(parts):
            request = api.Request(import_part=api.ImportPartRequest(
                upload_id=upload_id, part=number))
            for i, cells in enumerate(part):
                request.import_part.row.add(line=2 + number * 2 + i, cell=cells)
            self.assertStatus(client.call(request), api.STATUS_OK)
        return self.commit(client, upload_id, len(parts), rows, columns, commit, request_id)

    def commit(self, client, upload_id, parts, rows, columns, more, request_id=b""):
        request = api.Request(request_id=request_id, import_commit=api.ImportCommitRequest(
            upload_id=upload_id, parts=parts, rows=len(rows), file="from-python.csv",
            column=[api.ImportColumn(name=name) for name in columns],
            content=sm3_of_cells(rows), **more))
        return client.call(request)

    def test_an_upload_in_parts_is_decided_by_its_commit(self):
        office = self.client("office")
        columns = ["id", "name", "kind", "parent"]
        rows = [[f"py-{i}", f"乡镇{i}", "municipal", "xinjian"] for i in range(5)]
        kind = {"kind": event.IMPORT_KIND_UNITS}
        dry = self.upload(office, rows, columns, {**kind, "dry_run": True})
        self.assertStatus(dry, api.STATUS_OK)
        self.assertEqual(getattr(dry, "import").done.created, 5)
        self.assertEqual(dry.first_seq, 0)
        done = self.upload(office, rows, columns, kind)
        self.assertStatus(done, api.STATUS_OK)
        self.assertEqual(getattr(done, "import").done.created, 5)
        self.assertGreater(done.first_seq, 0)
        again = self.upload(office, rows, columns, kind)
        self.assertEqual(getattr(again, "import").done.unchanged, 5)
        units = office.call(api.Request(unit_list=api.UnitListRequest())).unit_list.unit
        self.assertIn("乡镇3", [unit.name for unit in units])

    def test_a_digest_that_differs_refuses_the_upload(self):
        office = self.client("office")
        rows = [["py-x", "不会有的单位", "municipal", ""]]
        upload_id = uuid7()
        office.call(api.Request(import_part=api.ImportPartRequest(
            upload_id=upload_id, row=[api.ImportRow(line=2, cell=rows[0])])))
        other = [["py-x", "另一个单位", "municipal", ""]]
        reply = self.commit(office, upload_id, 1, other, ["id", "name", "kind", "parent"],
                            {"kind": event.IMPORT_KIND_UNITS})
        self.assertStatus(reply, api.STATUS_INVALID, "import.incomplete")
        changed = office.call(api.Request(import_part=api.ImportPartRequest(
            upload_id=upload_id, row=[api.ImportRow(line=2, cell=other[0])])))
        self.assertStatus(changed, api.STATUS_CONFLICT, "import.part_differs")

    def test_after_a_dry_run_the_parts_are_still_there(self):
        office, upload_id = self.client("office"), uuid7()
        rows, columns = [["py-dry", "试算单位", "municipal", ""]], ["id", "name", "kind", "parent"]
        office.call(api.Request(import_part=api.ImportPartRequest(
            upload_id=upload_id, row=[api.ImportRow(line=2, cell=rows[0])])))
        kind = {"kind": event.IMPORT_KIND_UNITS}
        dry = self.commit(office, upload_id, 1, rows, columns, {**kind, "dry_run": True})
        self.assertStatus(dry, api.STATUS_OK)
        done = self.commit(office, upload_id, 1, rows, columns, kind, request_id=uuid7())
        self.assertStatus(done, api.STATUS_OK)
        gone = self.commit(office, upload_id, 1, rows, columns, kind)
        self.assertStatus(gone, api.STATUS_NOT_FOUND, "import.unknown_upload")


class Document(unittest.TestCase):
    """The example of docs/wire.md runs unchanged."""

    def setUp(self):
        self.text = read_source("docs/wire.md")

    def test_every_limit_it_names_exists(self):
        limits = dict(re.findall(r"^#define (\w+) (.*?)(?: /\*.*)?$", read_source("proto/limits.h"),
                                 re.MULTILINE))
        named = {n for n in re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", self.text)
                 if not n.startswith(("ZMQ_", "LINK_STATE_", "SNAPSHOT_", "NOT_", "TOO_"))}
        self.assertGreater(len(named), 10)
        self.assertLessEqual(named, set(limits))
        for number, name in re.findall(r"(\d+)[^|`()\n]* \(`([A-Z_]+_MAX(?:_MS)?)`", self.text):
            value = eval(limits[name], {}, {})
            self.assertIn(int(number), (value, value // 1024, value // 1024 // 1024), name)

    def test_every_kind_of_problem_is_listed(self):
        codes = set()
        for folder in ("daemon/api", "daemon/bus"):
            for place, _, names in os.walk(os.path.join(SOURCE, folder)):
                for name in (n for n in names if n.endswith(".c")):
                    codes |= set(re.findall(r'"([a-z]+)\.[a-z_]+"',
                                            read_source(os.path.join(place, name))))
        self.assertGreater(len(codes), 20)
        listed = set(re.findall(r"`([a-z]+)\.`", self.text))
        self.assertLessEqual(codes - {"plan", "ipc", "extension", "reds", "brief"}, listed)


class Lamps(unittest.TestCase):
    """The main purpose: a lamp is raised when its time comes and cleared by a report."""

    def test_a_lamp_is_seen_and_cleared_by_the_bus_alone(self):
        daemon = Daemon().start()
        self.addCleanup(daemon.remove)
        daemon.city()
        admin = daemon.admin()
        self.addCleanup(admin.close)
        county = Client(connection=daemon.principal("xinjian-sys", "county", "xinjian"))
        self.addCleanup(county.close)
        # link 1: ten days from 2 March, so its deadline is the 12th
        to = 1584028800 * 10 ** 6  # 2020-03-13 00:00 in Nanchang
        self.assertEqual(admin.call(api.Request(
            clock_set=api.ClockSetRequest(to_at=to)), 60).status, api.STATUS_OK)
        page = county.call(api.Request(fetch=api.FetchRequest(filter=api.Filter(
            kind=["warning_raised", "warning_escalated"],
            level=[model.LEVEL_YELLOW, model.LEVEL_RED])))).fetch
        lit = [event.Event.FromString(item.event) for item in page.item]
        self.assertTrue(lit)
        self.assertLessEqual({item.project for item in page.item}, {"2020-001", "2020-003"})
        rows = county.call(api.Request(
            warning_list=api.WarningListRequest(project="2020-001"))).warning_list.warning
        mine = [w for w in rows if w.link == 1 and w.rule == "W01"]
        self.assertEqual([w.due_date for w in mine], [20200312])
        finished = county.link_finish("2020-001", 1)
        self.assertEqual(finished.status, api.STATUS_OK)
        confirmed = admin.call(api.Request(report_review=api.ReportReviewRequest(
            verdict=[api.ReportVerdict(report=finished.report.report.num,
                                       verdict=api.VERDICT_PASS)])))
        self.assertEqual(confirmed.status, api.STATUS_OK)
        page = county.call(api.Request(fetch=api.FetchRequest(
            cursor=page.next, filter=api.Filter(kind=["warning_cleared"])))).fetch
        cleared = [event.Event.FromString(item.event).warning_cleared for item in page.item]
        self.assertIn(model.CLEAR_CAUSE_DONE, [c.cause for c in cleared if c.subject.link == 1])


if __name__ == "__main__":
    unittest.main(verbosity=2)
