#!/usr/bin/python3
# timeout: 300
"""The fixture's store opens here, with the state that commit wrote and from its journal alone,
and holds what it held: the same hash of the state, export and answers."""
import difflib
import re
import sys
import unittest

from fixture import (ANSWERS, ask_answer, ask_export, ask_verify, content, files, open_fixture,
                     open_journal, part)


def shown(data):
    return data.decode(errors="backslashreplace").splitlines()


def difference(name, golden, now):
    diff = difflib.unified_diff(shown(golden), shown(now), "golden", "now", lineterm="", n=2)
    lines = list(diff)[:40] or [f"{len(golden)} bytes and {len(now)}, the same lines"]
    return f"{name} is not what it was:\n" + "\n".join(lines)


class Open:
    @classmethod
    def setUpClass(cls):
        cls.daemon, cls.opened, seconds = cls.open()
        cls.addClassCleanup(cls.daemon.remove)
        print(f"opened {cls.opened}: ready after {seconds:.2f} s", file=sys.stderr)

    def same(self, name, golden, now):
        if golden != now:
            self.fail(difference(name, golden, now))

    def test_verify_says_the_stored_hash(self):
        self.same(self.verified, content(part(self.verified)),
                  ask_verify(self.daemon, self.opened).encode())

    def test_the_export_is_byte_for_byte_the_same(self):
        golden, now = files(part("export")), ask_export(self.daemon)
        for name in sorted(golden.keys() | now.keys()):
            self.assertIn(name, now, "not exported any more")
            self.assertIn(name, golden, "exported now and not before")
            self.same("export/" + name, golden[name], now[name])

    def test_the_answers_are_the_same(self):
        self.assertEqual(sorted(name for name, _ in ANSWERS), sorted(files(part("answers"))))
        for name, args in ANSWERS:
            self.same(f"answers/{name}, dubanctl {' '.join(args)},",
                      self.told(content(part("answers", name))),
                      self.told(ask_answer(self.daemon, args).encode()))


class AsItIs(Open, unittest.TestCase):
    open = staticmethod(open_fixture)
    verified = "verify"

    @staticmethod
    def told(answer):
        return answer

    def test_its_state_is_taken_or_folded_anew_as_the_golden_file_says(self):
        self.assertIn(f"opened = {self.opened}\n", content(part("verify")).decode(),
                      "did the state's form change? Then the file `verify` is renewed")


class FromItsJournal(Open, unittest.TestCase):
    """Telephone numbers stand outside the journal: without data.mdb nobody can be told of the lamps,
    so there are fewer events."""
    open = staticmethod(open_journal)
    verified = "verify-from-journal"

    @staticmethod
    def told(answer):
        return re.sub(rb'"as_known_seq":\d+', b'"as_known_seq":0', answer)


if __name__ == "__main__":
    unittest.main()
