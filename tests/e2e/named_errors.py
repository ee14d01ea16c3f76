#!/usr/bin/python3
# timeout: 600
"""Every error of a file says which file; no answer in JSON has an error without a message. Also in
Chinese. Each verb that takes a file is given one that is missing, a folder, a loop of links, one
behind a file, or one that takes nothing more."""
import json
import os
import subprocess
import unittest

from wire_daemon import DUBAND, Daemon, program

# what is in the place of the file; what it is for: reading, writing or a folder
READ = ("missing", "folder", "loop", "behind/file")
WRITE = ("missing/new", "folder", "loop", "behind/file")
FULL = ("full",)

VERBS = [
    (READ, ("status", "--connection", "@")),
    (READ, ("import", "units", "@.csv")),
    (READ, ("import", "units", "@.xlsx")),
    (READ, ("import", "all", "@")),
    (READ, ("evidence", "put", "@", "--project", "2020-001")),
    (READ, ("backup", "nowhere", "--with-key", "--passphrase", "@")),
    (READ, ("principal", "add", "p#", "--role", "office", "--key", "@", "--out", "p1.conn")),
    (WRITE, ("principal", "add", "p#", "--role", "office", "--out", "@")),
    (WRITE, ("key", "new", "--out", "@")),
    (WRITE, ("watch", "--idle", "0", "--cursor", "@")),
    (("loop", "behind/file"), ("project", "dossier", "2020-001", "@")),
    (("missing/new", "loop", "behind/file"), ("export", "@")),
    (READ, ("watch", "--from", "start", "--idle", "0", "--cursor", "new", "--exec", "@")),
]
for suffix in ("csv", "xlsx", "docx", "html", "svg"):
    VERBS.append((WRITE + FULL, ("unit", "list", "--out", f"@.{suffix}")))
for suffix in ("csv", "xlsx", "html", "svg"):
    VERBS.append((WRITE + FULL, ("chain", "export", "2020-001", "--out", f"@.{suffix}")))
VERBS.append((WRITE + FULL, ("import", "units", "--blank", "@.xlsx")))


class Errors(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon().start()
        self.addCleanup(self.daemon.remove)
        self.daemon.city()
        self.work = os.path.join(self.daemon.top, "work")
        os.mkdir(self.work)

    def place(self, what, word):
        """Makes what shall be in the file's place; returns the word with the file's name."""
        name = word.replace("@", what)
        path = os.path.join(self.work, name)
        if os.path.lexists(path):
            return name
        if what == "folder":
            os.mkdir(path)
        elif what == "loop":
            os.symlink(path, path)
        elif what == "full":
            os.symlink("/dev/full", path)
        elif what.startswith("behind/") and not os.path.exists(os.path.join(self.work, "behind")):
            with open(os.path.join(self.work, "behind"), "w", encoding="utf-8") as f:
                f.write("no folder")
        return name

    def run_one(self, words, lang):
        data = [] if "--connection" in words else ["--data", self.daemon.dir]
        done = subprocess.run([program(words), "--json", *data, *words], cwd=self.work,
                              capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL,
                              env={**os.environ, "LANG": "C.UTF-8", "DUBAN_LANG": lang})
        if done.returncode == 0:
            return ""
        self.assertNotIn('"message":null', done.stdout, words)
        lines = done.stdout.splitlines()
        try:
            error = json.loads(lines[-1])["error"] if lines else None
        except ValueError as why:
            raise AssertionError(f"{words}: {lines[-1]}") from why
        return (error["message"] if error else "") + done.stderr

    def test_every_verb_names_its_file(self):
        silent, number = [], 0
        for places, verb in VERBS:
            for what in places:
                nth = next(i for i, w in enumerate(verb) if "@" in w)
                words = [*verb[:nth], self.place(what, verb[nth]), *verb[nth + 1:]]
                for lang in ("en", "zh"):
                    number += 1
                    said = self.run_one([w.replace("#", str(number)) for w in words], lang)
                    # a file that is written is replaced, whatever was there
                    if words[nth] not in said and (said or places == READ):
                        silent.append((lang, " ".join(words), said))
        self.assertEqual(silent, [], "\n" + "\n".join(map(str, silent)))

    def test_the_daemon_names_its_file(self):
        silent = []
        for option, places in (("--data", ("loop", "behind/file")),
                               ("--config", READ), ("--open-key", READ)):
            for what in places:
                name = self.place(what, "@")
                more = [] if option == "--data" else ["--data", os.path.join(self.work, "store")]
                done = subprocess.run([DUBAND, option, name, *more], cwd=self.work, timeout=60,
                                      capture_output=True, text=True, stdin=subprocess.DEVNULL)
                self.assertNotEqual(done.returncode, 0)
                if name not in done.stderr:
                    silent.append((option, name, done.stderr))
        self.assertEqual(silent, [], "\n" + "\n".join(map(str, silent)))


if __name__ == "__main__":
    unittest.main()
