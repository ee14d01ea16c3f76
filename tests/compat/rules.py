#!/usr/bin/python3
# timeout: 300
"""The fixture's store meets the present rules: what they alone light, escalate, move and clear is
counted once, by rule, listed to the office, and told to nobody else."""
import collections
import json
import os
import subprocess
import sys
import unittest

from fixture import api, open_fixture, wait_rules
from wire_client import Client

LAST = 16303  # the last event of store.tar.xz
VERDICTS = ("raised", "escalated", "cleared", "moved")


def rows(daemon):
    done = daemon.ctl("--json", "warning", "list", "--rule-changed")
    return json.loads(done.stdout)


class Rules(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon, _, _ = open_fixture()
        cls.addClassCleanup(cls.daemon.remove)
        told = cls.daemon.ctl("--json", "watch", "--from", "start", "--kind", "rules_changed",
                              "--count", "1").stdout.splitlines()
        cls.listed = {rule["rule"]: rule for rule in json.loads(told[0])["data"]["rule"]}

    def events(self, connection, kinds=()):
        """Seqs and kinds of the events after the fixture's own that this key may read."""
        client = Client(connection=connection) if connection else self.daemon.admin()
        out, cursor = [], None
        try:
            while True:
                request = api.FetchRequest(filter=api.Filter(kind=kinds))
                request.cursor.CopyFrom(cursor or api.Cursor(seq=LAST))
                reply = client.call(api.Request(fetch=request)).fetch
                out += [item.kind for item in reply.item]
                cursor = reply.next
                if cursor.seq >= reply.head:
                    return out
        finally:
            client.close()

    def test_each_rule_that_changed_anything_is_listed_with_what_it_did(self):
        seen = collections.Counter()
        for row in rows(self.daemon):
            seen[row["rule"], "raised"] += row["raised_by"] == "rule_changed"
            seen[row["rule"], "cleared"] += row["cause"] == "rule_changed"
        for rule, counts in self.listed.items():
            self.assertEqual(counts["cleared"], seen[rule, "cleared"], rule)
            self.assertLessEqual(counts["raised"], seen[rule, "raised"], rule)
        for (rule, _), n in seen.items():
            self.assertTrue(not n or rule in self.listed, f"{rule} is not listed")
        print({rule: [counts[v] for v in VERDICTS] for rule, counts in self.listed.items()},
              file=sys.stderr)
        self.assertGreater(sum(counts["cleared"] for counts in self.listed.values()), 0)

    def test_the_switch_of_w22_puts_out_its_lamps_where_no_list_asks_for_chains(self):
        self.assertGreater(self.listed["W22"]["cleared"], 0)
        self.assertEqual(self.listed["W22"]["raised"], 0)
        self.assertLess(self.listed["W22"]["from_version"], self.listed["W22"]["to_version"])

    def test_nobody_but_the_office_and_the_auditor_is_told(self):
        kinds = ["warning_raised", "warning_escalated", "warning_moved", "warning_repeated",
                 "warning_cleared", "rules_changed"]
        all_of_them = self.events(None, kinds)
        self.assertIn("warning_cleared", all_of_them)
        self.assertEqual(all_of_them[-1], "rules_changed")
        for role in ("office", "auditor"):
            self.assertEqual(self.events(self.daemon.principal(role, role), kinds), all_of_them)
        for role, unit in (("gateway", None), ("supervision", None), ("leader", None),
                           ("unit", "xihu"), ("county", "xihu")):
            self.assertEqual(self.events(self.daemon.principal(role, role, unit), kinds), [], role)

    def test_a_key_of_a_unit_does_not_get_the_list(self):
        connection = os.path.join(self.daemon.top, "asking.conn")
        self.daemon.ctl("principal", "add", "asking", "--role", "unit", "--unit", "xihu",
                        "--out", connection)
        done = subprocess.run([os.environ["DUBANCTL"], "--connection", connection, "warning", "list",
                               "--rule-changed"], capture_output=True, text=True, timeout=60)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("--rule-changed", done.stderr)

    def test_it_is_counted_once(self):
        self.daemon.stop()
        self.daemon.start()
        wait_rules(self.daemon)
        self.assertEqual(self.events(None, ["rules_changed"]), ["rules_changed"])


if __name__ == "__main__":
    unittest.main()
