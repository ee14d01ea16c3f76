#!/usr/bin/python3
# timeout: 600
"""A data.mdb that is damaged: duband says so, ends if it runs, builds it again from the journal at
the next start and says that it did. Every image is made here, at run time."""
import glob
import os
import subprocess
import unittest

from wire_client import api
from wire_daemon import DUBAND, Daemon

PAGE = 4096
PEOPLE = "id,name,unit,post,phone\n" + "".join(
    f"p{i},人员{i},xinjian,局长,139123456{i:02}\n" for i in range(40))


class Damaged(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon().start()
        self.addCleanup(self.daemon.remove)
        self.daemon.city().import_text("people", PEOPLE)
        self.mdb = os.path.join(self.daemon.dir, "data.mdb")
        self.suspect = self.mdb + ".suspect"

    def phones(self):
        return self.daemon.ctl("contact", "list").stdout.count("139123456")

    def ends(self):
        """The daemon ends by itself and names the file, in the log and for the next start."""
        client = self.daemon.admin()
        self.addCleanup(client.close)
        client.send(api.Request(project_show=api.ProjectShowRequest(project="2020-001")))
        self.assertGreater(self.daemon.process.wait(60), 0)
        self.daemon.process = None
        self.assertIn(self.mdb + " is damaged: ", self.daemon.log())
        self.assertTrue(os.path.exists(self.suspect), self.daemon.log())

    def rebuilt(self, why, phones=(40,)):
        """After a start: the state is the journal's, and status and log tell what happened."""
        told = self.daemon.ctl_json("status")["rebuilt"]
        self.assertIn(why, told["why"])
        self.assertGreater(int(told["events"]), 10)
        self.assertIn(why, self.daemon.ctl("status").stdout)
        self.assertRegex(self.daemon.log(), r"data.mdb was built again from \d+ events")
        self.assertEqual(int(told["contacts_kept"]), self.phones())
        self.assertIn(self.phones(), phones)
        self.assertFalse(os.path.exists(self.suspect))
        self.daemon.ctl("verify")
        self.daemon.ctl("link", "start", "2020-001", "1")
        return told

    def kept(self):
        return glob.glob(self.mdb + ".damaged*")

    def overwrite(self, pages, data=bytes(PAGE)):
        fd = os.open(self.mdb, os.O_RDWR)
        for page in pages:
            os.pwrite(fd, data, page * PAGE)
        os.close(fd)

    def pages(self):
        return os.stat(self.mdb).st_size // PAGE

    def test_a_stopped_store_is_built_again_at_the_next_start(self):
        self.daemon.stop()
        self.overwrite(range(self.pages() // 2, self.pages()))
        self.daemon.start()
        self.rebuilt("page ", phones=range(41))
        self.assertEqual(len(self.kept()), 1)
        self.daemon.ctl("backup", os.path.join(self.daemon.top, "backup"))
        self.assertEqual(self.kept(), [])
        self.daemon.stop()
        self.daemon.start()
        self.assertIsNone(self.daemon.ctl_json("status")["rebuilt"])

    def test_an_empty_file_is_missing(self):
        self.daemon.stop()
        os.truncate(self.mdb, 0)
        self.daemon.start()
        self.rebuilt("there was no data.mdb", phones=(0,))
        self.assertIn("import the people again", self.daemon.ctl("status").stdout)

    def test_pages_that_turn_bad_while_it_runs_end_it(self):
        self.overwrite(range(2, self.pages()), b"\x55" * PAGE)
        self.ends()
        self.daemon.start()
        self.rebuilt("", phones=(0,))

    def test_pages_that_go_while_it_runs_end_it(self):
        os.truncate(self.mdb, 2 * PAGE)
        self.ends()
        self.assertIn("a read of it ended the process", self.daemon.log())
        self.daemon.start()
        self.rebuilt("a read of it ended the process", phones=(0,))

    def test_rebuild_by_hand_of_a_running_store(self):
        self.assertIn("--yes", self.daemon.ctl("rebuild", code=2).stderr)
        self.assertIsNone(self.daemon.process.poll())
        self.daemon.ctl("rebuild", "--yes")
        self.assertGreater(self.daemon.process.wait(60), 0)
        self.daemon.process = None
        self.daemon.start()
        self.rebuilt("a rebuild was asked for")

    def test_rebuild_by_hand_of_a_stopped_store(self):
        def by_hand(code):
            done = subprocess.run([DUBAND, "--rebuild", "--data", self.daemon.dir], check=False,
                                  capture_output=True, text=True, timeout=120)
            self.assertEqual(done.returncode, code, done.stderr)
            return done
        self.assertIn("in use", by_hand(1).stderr)
        self.daemon.stop()
        self.assertRegex(by_hand(0).stdout, r"from \d+ events in \d+ ms; .* 40 of 40")
        self.daemon.start()
        self.assertIsNone(self.daemon.ctl_json("status")["rebuilt"])
        self.assertEqual(self.phones(), 40)
        self.daemon.ctl("verify")


if __name__ == "__main__":
    unittest.main(verbosity=2)
