"""A simulated duban that is driven over the wire: imports, commands in a row, the clock, and the events."""
import csv
import hashlib
import io
import os
import secrets
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))

from wire_client import Client, api, event, model, sm3_of_cells  # noqa: E402
from wire_daemon import Daemon  # noqa: E402

OUT = 128          # requests on their way at once
PART_ROWS = 300
KINDS = {name[len("IMPORT_KIND_"):].lower(): number for name, number in event.ImportKind.items()}
MONEY = {"projects": ("total", "plan"), "reports": ("invested", "cumulative", "statistics", "cumulative_statistics"),
         "plans": ("amount", *(f"m{n}" for n in range(1, 13)))}


def request_id():
    return secrets.token_bytes(16)


class City:
    def __init__(self, day, options=()):
        self.daemon = Daemon(simulated=f"{day.isoformat()}T00:00", options=options).start()
        self.admin = self.daemon.admin()
        self.clients = {"office": self.admin}

    def close(self):
        for client in self.clients.values():
            client.close()
        self.daemon.remove()

    def key(self, name, role, unit):
        self.clients[name] = Client(connection=self.daemon.principal(name, role, unit))

    def one(self, request, who="office"):
        reply = self.clients[who].call(request, timeout=120)
        if reply.status != api.STATUS_OK:
            raise AssertionError(f"{request.WhichOneof('body')}: {str(reply)[:1500]}")
        return reply

    def many(self, pairs):
        """[(who, request)] in order, several at once; the replies in the same order. What one client sends is
        done in the order of sending; another client's begins when those before it are answered."""
        replies = []
        begin = 0
        while begin < len(pairs):
            end = begin
            while end < len(pairs) and pairs[end][0] == pairs[begin][0]:
                end += 1
            replies += self.stream(self.clients[pairs[begin][0]], [p[1] for p in pairs[begin:end]])
            begin = end
        return replies

    def stream(self, client, requests):
        got = {}
        sent = 0
        ids = []
        while len(got) < len(requests):
            while sent < len(requests) and sent - len(got) < OUT:
                requests[sent].version = 1
                requests[sent].request_id = request_id()
                ids.append(requests[sent].request_id)
                client.socket.send(requests[sent].SerializeToString())
                sent += 1
            reply = client.receive(120)
            if reply is None:
                raise TimeoutError("no reply")
            got[reply.request_id] = reply
        return [got[i] for i in ids]

    def set_clock(self, micros):
        self.one(api.Request(clock_set=api.ClockSetRequest(to_at=micros)))

    def load(self, kind, rows, **more):
        """Imports rows (dicts); money is in 元."""
        if not rows:
            return None
        columns = list(dict.fromkeys(c for row in rows for c in row))
        cells = [[str(row.get(c, "") if row.get(c) is not None else "") for c in columns] for row in rows]
        upload = secrets.token_bytes(16)
        step = max(1, min(PART_ROWS, 3900 // len(columns), 7900 // (len(columns) + 2)))
        parts = [cells[i:i + step] for i in range(0, len(cells), step)]
        requests = []
        line = 1
        for number, part in enumerate(parts):
            r = api.Request()
            r.import_part.upload_id = upload
            r.import_part.part = number
            for row in part:
                line += 1
                r.import_part.row.add(line=line, cell=row)
            requests.append(r)
        for reply in self.stream(self.admin, requests):
            assert reply.status == api.STATUS_OK, reply
        commit = api.Request()
        body = commit.import_commit
        body.upload_id = upload
        body.kind = KINDS[kind]
        body.file = f"{kind}.csv"
        for c in columns:
            body.column.add(name=c, unit="元" if c in MONEY.get(kind, ()) else "")
        body.parts = len(parts)
        body.rows = len(cells)
        body.content = sm3_of_cells(cells)
        for name, value in more.items():
            setattr(body, name, value)
        return self.one(commit)

    def events(self):
        cursor = api.Cursor()
        while True:
            r = api.Request()
            r.fetch.cursor.CopyFrom(cursor)
            reply = self.one(r).fetch
            for item in reply.item:
                yield item.kind, item.project, event.Event.FromString(item.event)
            cursor = reply.next
            if cursor.seq >= reply.head:
                return
