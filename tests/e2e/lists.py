#!/usr/bin/python3
# timeout: 600
"""What dubanctl lists is whole, in one table and one JSON array, however many pages it takes."""
import csv
import os
import unittest

from wire_client import api, model
from wire_daemon import Daemon

KEYS, LISTS = 2500, 1200
WINDOW = 100


class Lists(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon().start().city()
        cls.client = cls.daemon.admin()
        cls.all(api.Request(principal_add=api.PrincipalAddRequest(
            name=f"k{i}", role=model.ROLE_GATEWAY, owner="某单位的平台" * 5,
            public_key=i.to_bytes(32, "big"))) for i in range(1, KEYS + 1))
        cls.daemon.import_text("lists", "name\n" + "".join(
            f"清单{i}\n" for i in range(LISTS)))
        cls.daemon.import_text("parameters", "key,scope,of,value\n" + "".join(
            f"W01.y_before_wd,list,清单{i},3\n" for i in range(LISTS)))

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.daemon.remove()

    @classmethod
    def all(cls, requests):
        """Many at once: each waits for the disk only with the others of its round."""
        waiting = 0
        for request in requests:
            cls.client.send(request)
            waiting += 1
            if waiting == WINDOW:
                cls.take(waiting)
                waiting = 0
        cls.take(waiting)

    @classmethod
    def take(cls, n):
        for _ in range(n):
            reply = cls.client.receive(60)
            assert reply and reply.status == api.STATUS_OK, reply

    def rows_of(self, *verb):
        """The rows of the JSON, which must be as many as those of the table."""
        rows = self.daemon.ctl_json(*verb)
        self.assertIsInstance(rows, list)
        path = os.path.join(self.daemon.top, "out.csv")
        self.daemon.ctl(*verb, "--out", path)
        with open(path, encoding="utf-8-sig", newline="") as f:
            self.assertEqual(len(list(csv.DictReader(f))), len(rows))
        return rows

    def test_principals(self):
        names = [row["name"] for row in self.rows_of("principal", "list")]
        self.assertEqual(names, [f"k{i}" for i in range(1, KEYS + 1)])

    def test_parameters(self):
        rows = self.rows_of("param", "list")
        self.assertEqual(len([row for row in rows if row["scope"] == "list"]), LISTS)
        self.assertEqual(len({(row["key"], row["scope"], row["scope_name"]) for row in rows}),
                         len(rows))


if __name__ == "__main__":
    unittest.main(verbosity=2)
