#!/usr/bin/python3
# timeout: 900
"""Bad bytes, bad values and bad files, over the admin socket and over CURVE: each gets the right
verdict, and the store is the same afterwards."""
import unittest

import zmq
from zmq.utils.monitor import recv_monitor_message

from wire_client import Client, api, event, link_request, model, monitor_of, sm3_of_cells, uuid7
from wire_daemon import CHAIN_HEADER, Daemon

MESSAGE_MAX = 256 * 1024


def varint(n):
    out = b""
    while n >= 0x80:
        out += bytes([n & 0x7F | 0x80])
        n >>= 7
    return out + bytes([n])


def field(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


def head():
    """A valid version and request id, so that only what follows is wrong."""
    return b"\x08\x01" + field(2, uuid7())


def nested(number, depth):
    content = b""
    for _ in range(depth):
        content = field(number, content)
    return content


def link_start(project):
    return field(25, field(1, field(1, project) + b"\x10\x01"))


GOOD = link_start(b"2020-001")

# name, bytes, the codes that the problem may have
BYTES = [
    ("nothing", b"", {"request.version"}),
    ("no body", head(), {"request.unknown"}),
    ("a body of a later version", head() + field(900, b"\x08\x01"), {"request.unknown"}),
    ("another version", b"\x08\x02" + field(2, uuid7()) + GOOD, {"request.version"}),
    ("a short request id", b"\x08\x01" + field(2, b"short") + GOOD, {"request.id_size"}),
    ("no request id", b"\x08\x01" + GOOD, {"request.id_size"}),
    ("cut in the last text", (head() + GOOD)[:-4], {"wire.truncated"}),
    ("cut in a tag", head() + b"\xca", {"wire.truncated"}),
    ("a length beyond the end", head() + b"\xca\x01\x7f\x0a", {"wire.truncated"}),
    ("field number 0", head() + b"\x02\x00", {"wire.bad_tag"}),
    ("a group", head() + b"\x7b\x7c", {"wire.bad_tag"}),
    ("a number of eleven bytes", b"\x08" + b"\xff" * 10 + b"\x01", {"wire.bad_tag"}),
    ("a text where a number belongs", field(1, b"1") + field(2, uuid7()), {"wire.bad_tag"}),
    ("random bytes", bytes((i * 167 + 13) % 256 for i in range(4000)),
     {"wire.truncated", "wire.bad_tag", "wire.unknown_fields", "wire.duplicate_field"}),
    # None of our messages contains itself, so deep nesting is an unknown field or an invalid text.
    ("16000 levels of an unknown field", head() + nested(15, 16000), {"request.unknown"}),
    ("16000 levels in a text", head() + link_start(nested(1, 16000)), {"wire.bad_character",
                                                                     "wire.bad_utf8"}),
    ("16000 levels in a body", head() + field(25, nested(1, 16000)), {"wire.bad_character",
                                                                     "wire.bad_utf8"}),
    ("a flood of empty rows", head() + field(20, field(3, b"") * 100000),
     {"wire.too_many_elements"}),
    ("a flood of packed numbers", head() + field(60, field(2, field(2, b"\x01" * 200000))),
     {"wire.too_many_elements"}),
    ("a flood of unknown fields", head() + b"\x78\x01" * 100000, {"wire.unknown_fields"}),
    ("a field twice", head() + b"\x08\x01", {"wire.duplicate_field"}),
    ("two bodies", head() + GOOD + field(26, b""), {"wire.duplicate_field"}),
    ("the same body twice", head() + GOOD + GOOD, {"wire.duplicate_field"}),
    ("GB 18030", head() + link_start("南昌".encode("gb18030")), {"wire.bad_utf8"}),
    ("an over-long slash", head() + link_start(b"\xc0\xaf"), {"wire.bad_utf8"}),
    ("a surrogate", head() + link_start(b"\xed\xa0\x80"), {"wire.bad_utf8"}),
    ("NUL", head() + link_start(b"2020-001\x00x"), {"wire.bad_character"}),
    ("a newline", head() + link_start(b"2020-001\n"), {"wire.bad_character"}),
    ("an escape", head() + link_start(b"\x1b[2J"), {"wire.bad_character"}),
    ("a right-to-left override", head() + link_start("\u202e100-0202".encode()),
     {"wire.bad_character"}),
    ("an isolate", head() + link_start("\u2066".encode()), {"wire.bad_character"}),
    ("a byte order mark", head() + link_start("\ufeff2020-001".encode()), {"wire.bad_character"}),
    ("level 99", head() + field(60, field(2, b"\x10\x63")), {"wire.bad_enum"}),
    ("level 2^32+1", head() + field(60, field(2, b"\x10\x81\x80\x80\x80\x10")), {"wire.bad_enum"}),
    ("a name of nearly a message", head() + field(33, field(1, b"n" * 200000)), None),
]


def report(fen=None, month=202002, text="x", project="2020-001"):
    body = api.ReportSubmitRequest(project=project, period_month=month, text=text)
    if fen is not None:
        body.invested.fen = fen
    return api.Request(report_submit=body)


# name, request, status, code
VALUES = [
    ("negative money", report(fen=-1), "INVALID", "money.negative"),
    ("money beyond all measure", report(fen=2 ** 62), "INVALID", "money.too_large"),
    ("the 30th of February", link_request("link_start", "2020-001", 1, at_date=20200230),
     "INVALID", "date.impossible"),
    ("a date of nine digits", link_request("link_start", "2020-001", 1, at_date=202002300),
     "INVALID", "date.impossible"),
    ("tomorrow", link_request("link_finish", "2020-001", 1, at_date=20200303),
     "INVALID", "date.future"),
    ("month 13", report(month=202013), "INVALID", "month.impossible"),
    ("month 0", report(month=0), "INVALID", "report.no_period"),
    ("money that is not there", report(), "INVALID", "money.missing"),
    ("a text too long", report(fen=1, text="长" * 700), "INVALID", "text.too_long"),
    ("no such project", link_request("link_start", "2020-999", 1), "NOT_FOUND", "project.unknown"),
    ("no such link", link_request("link_start", "2020-001", 9999), "NOT_FOUND", "link.unknown"),
    ("link number 2^32-1", link_request("link_start", "2020-001", 2 ** 32 - 1), "NOT_FOUND",
     "link.unknown"),
    ("an extension without a date", link_request("link_extend", "2020-001", 1, reason="x"),
     "INVALID", None),
    ("a clock in the past", api.Request(clock_set=api.ClockSetRequest(to_at=1)), "INVALID", None),
    ("a key of three bytes", api.Request(principal_add=api.PrincipalAddRequest(
        name="short", public_key=b"abc", role=model.ROLE_COUNTY, unit="xinjian")), "INVALID", None),
    ("a role of the daemon's own", api.Request(principal_add=api.PrincipalAddRequest(
        name="sys", public_key=bytes(range(32)), role=model.ROLE_SYSTEM)), "INVALID", None),
    ("an unknown parameter", api.Request(param_set=api.ParamSetRequest(
        key="W99.no_such", value="1", scope=model.SCOPE_KIND_DEFAULT)), None, None),
    ("a commit without an upload", api.Request(import_commit=api.ImportCommitRequest(
        upload_id=uuid7(), kind=event.IMPORT_KIND_UNITS, parts=1, rows=1)), "NOT_FOUND",
     "import.unknown_upload"),
]

# name, kind, file, a word that the message must contain (line or value)
CYCLE = CHAIN_HEADER + """
2020-001,21,甲,approval,xinjian,张三,,23,5wd,
2020-001,22,乙,approval,xinjian,张三,,21,5wd,
2020-001,23,丙,approval,xinjian,张三,,22,5wd,
"""
FILES = [
    ("a cyclic chain", "chains", CYCLE, None),
    ("an unknown prerequisite", "chains",
     CHAIN_HEADER + "\n2020-001,31,甲,approval,xinjian,张三,,77,5wd,\n", "77"),
    ("an impossible limit", "chains",
     CHAIN_HEADER + "\n2020-001,31,甲,approval,xinjian,张三,,,2020-02-30,\n", "2020-02-30"),
    ("a number twice", "chains", CHAIN_HEADER + "\n" +
     "2020-001,31,甲,approval,xinjian,张三,,,5wd,\n" * 2, "31"),
    ("nobody answers for it", "chains",
     CHAIN_HEADER + "\n2020-001,31,甲,approval,xinjian,,,,5wd,\n", None),
    ("two starts of one chain", "chains", CHAIN_HEADER + "\n" +
     "2020-001,31,甲,approval,xinjian,张三,,,5wd,2020-03-01\n"
     "2020-001,32,乙,approval,xinjian,张三,,,5wd,2020-04-01\n", None),
    ("negative money", "projects", "code,name,unit,total\n2020-009,x,xinjian,-5\n", "-5"),
    ("a third of a fen", "projects", "code,name,unit,total\n2020-009,x,xinjian,1.234\n", "1.234"),
    ("an impossible month", "projects",
     "code,name,unit,planned_start\n2020-009,x,xinjian,2020-13\n", "2020-13"),
    ("an unknown unit", "projects", "code,name,unit\n2020-009,x,nowhere\n", "nowhere"),
    ("a code with a slash", "projects", "code,name,unit\n../../etc,x,xinjian\n", None),
    ("a name of two megabytes", "projects",
     "code,name,unit\n2020-009," + "n" * 2 * 1024 * 1024 + ",xinjian\n", None),
    ("a bidirectional name", "units", "id,name,kind,parent\nbad,x\u202ey,municipal,\n", None),
    ("a unit above itself", "units", "id,name,kind,parent\nu1,甲,municipal,u2\n"
     "u2,乙,municipal,u1\n", None),
    ("an empty file", "units", "", None),
    ("only a header", "units", "name,kind\n", None),
    ("one bad row among good ones", "units", "id,name,kind,parent\n" + "".join(
        f"ok-{i},单位{i},municipal,\n" for i in range(500)) + "bad,坏,no_such_kind,\n", "502"),
]


class BadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon().start()
        cls.addClassCleanup(cls.daemon.remove)
        cls.daemon.city()
        connection = cls.daemon.principal("office-sys", "office")
        cls.doors = {"admin": {"endpoint": f"ipc://{cls.daemon.dir}/admin.sock"},
                     "curve": {"connection": connection}}

    def setUp(self):
        self.before = self.state()

    def tearDown(self):
        """The daemon still answers, and nothing was written: same seq, same state."""
        self.assertEqual(self.state(), self.before)

    def state(self):
        reply = self.verify()
        self.assertTrue(reply.job.ok, reply.job.text)
        self.assertEqual(self.daemon.process.poll(), None)
        return reply.job.seq, reply.job.state_hash

    def verify(self):
        client = Client(**self.doors["admin"])
        try:
            return client.call(api.Request(verify=api.VerifyRequest()), 60)
        finally:
            client.close()

    def each_door(self):
        for name, door in self.doors.items():
            client = Client(**door)
            self.addCleanup(client.close)
            yield name, client

    def test_bad_bytes_are_invalid(self):
        for door, client in self.each_door():
            for name, data, codes in BYTES:
                with self.subTest(f"{door}: {name}"):
                    client.send_bytes(data)
                    reply = client.receive(20)
                    self.assertIsNotNone(reply, "no reply")
                    if codes is None:
                        self.assertNotEqual(reply.status, api.STATUS_OK)
                        continue
                    self.assertEqual(reply.status, api.STATUS_INVALID)
                    self.assertIn(reply.problem[0].code, codes)

    def test_every_cut_of_a_good_request_is_refused(self):
        good = head() + GOOD
        body = len(good) - len(GOOD)
        for _, client in self.each_door():
            for n in range(len(good)):
                client.send_bytes(good[:n])
                reply = client.receive(20)
                self.assertIsNotNone(reply, f"no reply to the first {n} bytes")
                self.assertEqual(reply.status, api.STATUS_INVALID, f"{n} bytes")
                if n > body:
                    self.assertEqual(reply.problem[0].code, "wire.truncated", f"{n} bytes")

    def test_bad_values_get_their_verdict(self):
        for door, client in self.each_door():
            for name, request, status, code in VALUES:
                with self.subTest(f"{door}: {name}"):
                    request.ClearField("request_id")
                    reply = client.call(request, 20)
                    got = api.Status.Name(reply.status)
                    if door == "curve" and got == "STATUS_DENIED":
                        continue  # an office may not set clocks or add principals
                    if status:
                        self.assertEqual(got, "STATUS_" + status, str(reply))
                    self.assertNotEqual(got, "STATUS_OK")
                    if code:
                        self.assertIn(code, [p.code for p in reply.problem])

    def test_frames_of_another_shape_are_dropped(self):
        for door, client in self.each_door():
            with self.subTest(door):
                client.socket.send_multipart([b"one", b"two", b"three"])
                client.socket.send_multipart([b"", b"", GOOD])
                request_id = client.send(api.Request(status=api.StatusRequest()))
                reply = client.receive(20)
                self.assertEqual(reply.request_id, request_id)

    def test_a_message_of_two_megabytes_costs_the_connection(self):
        for door, options in self.doors.items():
            with self.subTest(door):
                client = Client(**options)
                self.addCleanup(client.close)
                client.status()  # the handshake is over
                monitor = monitor_of(client.socket, zmq.EVENT_DISCONNECTED)
                client.send_bytes(head() + field(33, field(1, b"n" * 2 * 1024 * 1024)))
                self.assertTrue(monitor.poll(20000), "still connected")
                self.assertEqual(recv_monitor_message(monitor)["event"], zmq.EVENT_DISCONNECTED)
                client.socket.disable_monitor()
                monitor.close()
                # the same socket reconnects by itself and gets answers
                self.assertGreater(client.status().seq, 0)

    def test_the_largest_message_is_answered(self):
        for door, client in self.each_door():
            with self.subTest(door):
                data = head()
                data += field(900, bytes(MESSAGE_MAX - len(data) - 6))
                self.assertLessEqual(len(data), MESSAGE_MAX)
                self.assertGreater(len(data), MESSAGE_MAX - 8)
                client.send_bytes(data)
                reply = client.receive(20)
                self.assertIsNotNone(reply)
                self.assertEqual(reply.problem[0].code, "request.unknown")

    def test_a_refusal_does_not_send_it_all_back(self):
        """The reply to the largest message must itself be within the limit of a message."""
        for door, client in self.each_door():
            with self.subTest(door):
                data = head() + link_start(b"n" * (MESSAGE_MAX - 40))
                self.assertGreater(len(data), MESSAGE_MAX - 100)
                self.assertLessEqual(len(data), MESSAGE_MAX)
                client.send_bytes(data)
                self.assertTrue(client.socket.poll(20000))
                reply = client.socket.recv()
                self.assertEqual(api.Reply.FromString(reply).status, api.STATUS_NOT_FOUND)
                self.assertLess(len(reply), 64 * 1024)

    def test_bad_files_are_refused_whole_and_named(self):
        for name, kind, text, word in FILES:
            with self.subTest(name):
                done = self.daemon.import_text(kind, text, code=None)
                said = done.stdout + done.stderr
                self.assertGreater(done.returncode, 0, said)
                self.assertLess(done.returncode, 64, said)
                if word:
                    self.assertIn(word, said)

    def test_of_thousands_of_bad_reports_some_are_told_and_all_are_counted(self):
        """An opening balance whose rows lack a time: the answer fits into one message."""
        rows = "".join(f"2020-001,{n},月报,2019-{n % 12 + 1:02d},100,已确认,2019-{n % 12 + 1:02d}\n"
                       for n in range(1, 7001))
        done = self.daemon.import_text("reports", "project,num,form,period,invested,state,booked\n" + rows, code=1)
        self.assertIn("7000 problems", done.stderr)
        self.assertIn("[report.opening_lacks]", done.stderr)

    def test_a_cycle_is_refused_over_the_wire_too(self):
        cells = [row.split(",") for row in CYCLE.strip().split("\n")]
        for door, client in self.each_door():
            with self.subTest(door):
                upload_id = uuid7()
                part = api.ImportPartRequest(upload_id=upload_id)
                for i, row in enumerate(cells[1:]):
                    part.row.add(line=i + 2, cell=row)
                self.assertEqual(client.call(api.Request(import_part=part)).status, api.STATUS_OK)
                reply = client.call(api.Request(import_commit=api.ImportCommitRequest(
                    upload_id=upload_id, kind=event.IMPORT_KIND_CHAINS, parts=1, rows=3,
                    column=[api.ImportColumn(name=n) for n in cells[0]],
                    content=sm3_of_cells(cells[1:]))))
                self.assertEqual(api.Status.Name(reply.status), "STATUS_INVALID", str(reply))
                self.assertTrue(any("cycle" in p.code for p in reply.problem), str(reply))


if __name__ == "__main__":
    unittest.main(verbosity=2)
