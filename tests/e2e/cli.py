#!/usr/bin/python3
# timeout: 600
"""dubanctl against a real daemon. cli/*.session are transcripts: the commands after "$ " are run in
order on a fresh simulated store, and the output must be the same. `cli.py --update` writes the new
output; read the diff before you keep it."""
import csv
import difflib
import glob
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from wire_daemon import DUBANCTL, SOURCE, Daemon, program

HERE = os.path.dirname(os.path.abspath(__file__))
SESSIONS = os.path.join(HERE, "cli")

# Output that differs from run to run.
CHANGING = [
    (r"\b[0-9a-f]{64}\b", "<hash>"),
    (r"\b[0-9a-f]{32}\b", "<epoch>"),
    (r"127\.0\.0\.1:\d+", "127.0.0.1:<port>"),
    (r'"(public_key|server_key|secret_key)":"(?:[^"\\]|\\.)*"', r'"\1":"<key>"'),
    (r"(public_key|server_key|secret_key) = \S+", r"\1 = <key>"),
    (r"(public key|公钥) \S{40}", r"\1 <key>"),
    (r"(?<= )[^\s\u4e00-\u9fff]{40}$", "<key>"),
    (r'"about":"[^"]{40}"', '"about":"<key>"'),
    (r'"about":"[0-9.]+"', '"about":"<version>"'),
    (r"(daemon|守护进程) +[0-9.]+$", r"\1 <version>"),
    (r'"free_bytes":\d+', '"free_bytes":<n>'),
    (r"\d+ MiB", "<n> MiB"),
    (r"剩余空间 \d+", "剩余空间 <n>"),
    (r'"wall":"[^"]*"', '"wall":"<wall>"'),
    (r"(the machine says|本机时间) [-0-9: ]+", r"\1 <wall>"),
    (r'"version":"[0-9.]+"', '"version":"<version>"'),
    (r"duband [0-9.]+", "duband <version>"),
]


class Session:
    """Runs one transcript on one daemon, in a folder with the files of cli/."""

    def __init__(self, path):
        self.path = path
        self.daemon = Daemon("2020-01-02T09:00")
        self.work = os.path.join(self.daemon.top, "files")
        os.mkdir(self.work)
        for name in glob.glob(os.path.join(SESSIONS, "*.csv")):
            shutil.copy(name, self.work)

    def run_line(self, line):
        words = shlex.split(line)
        env = {k: v for k, v in os.environ.items()
               if not k.startswith(("DUBAN_", "LC_", "LANG"))}
        env.update(LANG="C.UTF-8", DUBAN_DATA=self.daemon.dir)
        while re.match(r"[A-Z_]+=", words[0]):
            name, value = words.pop(0).split("=", 1)
            env[name] = value
        assert words[0] == "dubanctl", line
        done = subprocess.run([program(words[1:]), *words[1:]], cwd=self.work, env=env,
                              capture_output=True, timeout=120)
        out = done.stdout.decode()
        err = "".join(f"! {e}\n" for e in done.stderr.decode().splitlines())
        text = out + err + (f"[exit {done.returncode}]\n" if done.returncode else "")
        return self.same(text)

    def same(self, text):
        text = text.replace(self.daemon.top, "<dir>")
        for pattern, by in CHANGING:
            text = re.sub(pattern, by, text, flags=re.M)
        return re.sub(r"[ \t]+$", "", text, flags=re.M)

    def replay(self):
        with open(self.path, encoding="utf-8") as f:
            lines = f.read().splitlines()
        out = []
        self.daemon.start()
        try:
            for line in lines:
                if line.startswith("#"):
                    out.append(("\n" if out else "") + line + "\n")
                elif line.startswith("$ "):
                    out.append(line + "\n" + self.run_line(line[2:]))
        finally:
            self.daemon.remove()
        return "".join(out)


def sessions():
    return sorted(glob.glob(os.path.join(SESSIONS, "*.session")))


class Transcripts(unittest.TestCase):
    maxDiff = None

    def check(self, path):
        with open(path, encoding="utf-8") as f:
            want = f.read()
        got = Session(path).replay()
        diff = difflib.unified_diff(want.splitlines(), got.splitlines(), "kept", "came out",
                                    lineterm="")
        self.assertEqual(want, got, "\n" + "\n".join(diff))


for _path in sessions():
    _name = os.path.basename(_path).split(".")[0]
    setattr(Transcripts, f"test_{_name}", lambda self, path=_path: self.check(path))


def run(*args, **more):
    return subprocess.run([program(args), *args], capture_output=True, text=True, timeout=60, **more)


class WithoutDaemon(unittest.TestCase):
    def test_says_at_once_that_nobody_is_there_and_how_to_start(self):
        with tempfile.TemporaryDirectory() as top:
            done = run("status", "--data", top)
            self.assertEqual(done.returncode, 6)
            self.assertIn("duband --data", done.stderr)
            done = run("status", "--data", top, "--json")
            self.assertEqual(json.loads(done.stdout)["error"]["status"], "no_route")
            self.assertEqual(done.stderr, "")

    def test_the_help_names_every_verb(self):
        done = run("help")
        self.assertEqual(done.returncode, 0)
        for line in run("--list-verbs").stdout.splitlines():
            noun, verb, _ = line.split()
            self.assertIn(noun if verb == "-" else f"{noun} {verb}", done.stdout)

    def test_every_command_in_the_document_is_there(self):
        with open(os.path.join(SOURCE, "docs", "cli.md"), encoding="utf-8") as f:
            kept = f.read()
        begin, end = "<!-- from here: dubanctl --markdown -->\n", "<!-- until here -->"
        self.assertIn(begin, kept)
        part = kept.split(begin)[1].split(end)[0]
        self.assertEqual(part.strip(), run("--markdown").stdout.strip(),
                         "docs/cli.md: run tests/e2e/cli.py --update")

    def test_json_stays_json_whatever_bytes_are_typed(self):
        for word in (b"\xff\xfe", b"\xe5\x8d", b"a\x01\"\\b", "\U0001f6a6".encode(), b"\xc0\xaf"):
            done = subprocess.run([DUBANCTL, "--json", word], capture_output=True, timeout=60,
                                  check=False)
            self.assertEqual(done.returncode, 2)
            error = json.loads(done.stdout.decode())["error"]
            self.assertEqual(error["code"], "usage.unknown_noun")

    def test_a_full_disk_is_no_success(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([DUBANCTL, "help"], stdout=full, stderr=subprocess.PIPE,
                                  timeout=60, check=False)
        self.assertEqual(done.returncode, 10)


def parameter_keys():
    path = os.path.join(SOURCE, "daemon", "data", "parameters.csv")
    with open(path, encoding="utf-8", newline="") as f:
        return [row["key"] for row in csv.DictReader(f)]


class Texts(unittest.TestCase):
    """Every code that can reach the user has a text in both languages."""

    def setUp(self):
        path = os.path.join(SOURCE, "client", "cli", "data", "messages.csv")
        with open(path, encoding="utf-8", newline="") as f:
            self.rows = {row["code"]: row for row in csv.DictReader(f)}

    def codes_in(self, *folders):
        """The stable codes that the sources use: \"noun.what_is_wrong\"."""
        found = {}
        for folder in folders:
            for path in glob.glob(os.path.join(SOURCE, folder, "**", "*.c"), recursive=True):
                with open(path, encoding="utf-8") as f:
                    text = re.sub(r'(?m)^#include .*', "", f.read())  # a header's name is not a code
                for code in re.findall(r'"([a-z]+\.[a-z][a-z_0-9]*)"', text):
                    found.setdefault(code, os.path.relpath(path, SOURCE))
        return found

    def test_every_code_has_a_text_in_both_languages(self):
        # Keys of parameters, which have their own texts, and names of files.
        no_codes = set(parameter_keys()) | {
            "data.mdb", "lock.mdb", "briefing.txt", "messages.csv", "notices.csv", "calendar.csv",
            "parameters.csv", "index.html", "project.json", "history.json"}
        for code, path in self.codes_in("daemon/api", "proto", "client/lib",
                                        "client/cli").items():
            if code in no_codes:
                continue
            self.assertIn(code, self.rows, f"{path} names {code}")
            self.assertTrue(self.rows[code]["en"] and self.rows[code]["zh"], code)

    def test_both_languages_take_the_same_arguments(self):
        for code, row in self.rows.items():
            if row["en"] in ("", "{2}"):
                continue
            places = [sorted(set(re.findall(r"\{(\d)", row[lang]))) for lang in ("en", "zh")]
            self.assertLessEqual(set(places[1]), set(places[0]) | {"1"}, code)

    def test_every_verb_and_option_has_its_chinese_text(self):
        def shown(*words):
            return subprocess.run([program(words), *words], capture_output=True, timeout=60, check=True,
                                  env={**os.environ, "DUBAN_LANG": "zh"}).stdout.decode()

        def is_chinese(text):
            return any("\u4e00" <= c <= "\u9fff" for c in text)

        for verb in json.loads(shown("--json", "help")):
            words = ".".join(filter(None, [verb["noun"], verb["verb"]]))
            rows = [f"help.{words}"] + [
                next((c for c in (f"option.{words}.{o['name']}", f"option.{verb['noun']}.{o['name']}",
                                  f"option.{o['name']}") if c in self.rows), "")
                for o in verb["options"]]
            texts = [verb["help"]] + [o["help"] for o in verb["options"]]
            # A kind's verb takes the kind's name, an option the head of its column.
            said = "" if all(row in self.rows for row in rows) else shown("help", *words.split("."))
            for row, text, name in zip(rows, texts, [""] + [o["name"] for o in verb["options"]]):
                if row in self.rows:
                    self.assertTrue(self.rows[row]["zh"], row)
                    continue
                self.assertNotIn(text, said, words)
                line = re.search(rf"^  --{name}\b.*(\n {{10}}.*)?" if name else r"^.*", said, re.M)
                self.assertTrue(is_chinese(line.group(0)), f"{words} --{name}")

    def test_words_of_a_column_are_known_terms(self):
        tables = set()
        for path in glob.glob(os.path.join(SOURCE, "proto", "record", "*", "*.c")):
            with open(path, encoding="utf-8") as f:
                tables |= set(re.findall(r'\.terms = "(\w+)"', f.read()))
        self.assertGreater(len(tables), 10)
        for table in tables | {"yes_no"}:
            self.assertTrue(any(code.startswith(table + ".") for code in self.rows), table)

    def test_every_parameter_says_in_chinese_what_it_is(self):
        keys = parameter_keys()
        self.assertGreater(len(keys), 60)
        for key in keys:
            row = self.rows[f"parameter.{key}"]
            self.assertEqual(row["en"], key)  # as it is typed
            self.assertRegex(row["zh"], rf"^{re.escape(key)}（[^A-Za-z（）]+）$")

    def test_every_kind_of_subject_has_a_name(self):
        kinds = set()
        for path in glob.glob(os.path.join(SOURCE, "daemon", "rules", "kind", "*.c")):
            with open(path, encoding="utf-8") as f:
                kinds |= set(re.findall(r"^SUBJECT_KIND\((\w+)", f.read(), re.M))
        self.assertGreater(len(kinds), 4)
        for kind in kinds:
            self.assertIn(f"subject.{kind}", self.rows)

    def test_every_kind_of_event_has_a_name(self):
        path = os.path.join(SOURCE, "proto", "event.proto")
        with open(path, encoding="utf-8") as f:
            body = f.read().split("oneof body {")[1].split("}")[0]
        for kind in re.findall(r"(\w+) = \d+;", body):
            self.assertIn(f"kind.{kind}", self.rows)


class Watching(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon("2020-03-02T09:00").start().city()

    @classmethod
    def tearDownClass(cls):
        cls.daemon.remove()

    def watch(self, *args):
        return subprocess.Popen([DUBANCTL, "--data", self.daemon.dir, "watch", "--json", *args],
                                stdout=subprocess.PIPE, text=True)

    def test_each_line_is_an_event_and_none_is_missing(self):
        head = self.daemon.ctl_json("status")["head"]
        out, _ = self.watch("--from", "start", "--count", str(head)).communicate(timeout=60)
        lines = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([e["seq"] for e in lines], list(range(1, head + 1)))
        for e in lines:
            self.assertEqual(list(e)[:7],
                             ["seq", "at", "kind", "level", "unit", "project", "data"])

    def test_money_and_names_in_data_are_those_of_the_files(self):
        out, _ = self.watch("--from", "start", "--kind", "project_put",
                            "--count", "1").communicate(timeout=60)
        event = json.loads(out)
        self.assertEqual(event["data"]["project"]["total"], 120000000)
        self.assertEqual(event["data"]["project"]["unit"], "xinjian")
        self.assertEqual(event["unit"], "xinjian")

    def test_a_cursor_goes_on_where_the_last_one_stopped(self):
        cursor = os.path.join(self.daemon.top, "cursor")
        seen = []
        for _ in range(3):
            out, _ = self.watch("--cursor", cursor, "--from", "start",
                                "--count", "5").communicate(timeout=60)
            seen += [json.loads(line)["seq"] for line in out.splitlines()]
        self.assertEqual(seen, list(range(1, 16)))

    def test_a_signal_ends_it_with_the_cursor_written(self):
        cursor = os.path.join(self.daemon.top, "signalled")
        process = self.watch("--cursor", cursor, "--from", "start")
        first = json.loads(process.stdout.readline())
        self.assertEqual(first["seq"], 1)
        head = self.daemon.ctl_json("status")["head"]
        last = first
        while last["seq"] < head:
            last = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(30), 0)
        process.stdout.close()
        out, _ = self.watch("--cursor", cursor, "--idle", "0").communicate(timeout=60)
        self.assertEqual(out, "")

    def test_a_daemon_that_comes_back_is_waited_for(self):
        head = self.daemon.ctl_json("status")["head"]
        process = self.watch("--from", "start", "--count", str(head + 2))
        for seq in range(1, head + 1):
            self.assertEqual(json.loads(process.stdout.readline())["seq"], seq)
        self.daemon.stop()
        self.daemon.start()
        self.daemon.import_text("units", "id,name,kind\nnew,新设单位,municipal\n")
        lines = [json.loads(line) for line in process.communicate(timeout=60)[0].splitlines()]
        self.assertEqual([e["seq"] for e in lines], [head + 1, head + 2])
        self.assertEqual(lines[0]["data"]["unit"]["id"], "new")

    def test_without_a_cursor_it_begins_now(self):
        process = self.watch("--kind", "report_submitted", "--count", "1")
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            self.daemon.ctl("report", "submit", "2020-001", "--period", "2020-02",
                            "--invested", "1.5万元")
        event = json.loads(process.communicate(timeout=10)[0])
        self.assertEqual(event["data"]["report"]["invested"], 15000)
        self.assertEqual(event["data"]["report"]["project"], "2020-001")


def update():
    for path in sessions():
        text = Session(path).replay()
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
    path = os.path.join(SOURCE, "docs", "cli.md")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    begin, end = "<!-- from here: dubanctl --markdown -->\n", "<!-- until here -->"
    head, tail = text.split(begin)[0], text.split(end)[1]
    with open(path, "w", encoding="utf-8") as f:
        f.write(head + begin + run("--markdown").stdout + end + tail)


if __name__ == "__main__":
    if sys.argv[1:] == ["--update"]:
        update()
    else:
        unittest.main()
