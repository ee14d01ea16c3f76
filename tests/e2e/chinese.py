#!/usr/bin/python3
# timeout: 900
"""A Chinese session shows only Chinese: under zh_CN no verb, table or refusal of the sample city has
Latin letters except what chinese/allowed.csv names, the user typed, or the files contain."""
import concurrent.futures
import csv
import glob
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import unittest

from chinese_session import BAD_ROWS, COMMANDS, FILES
from follow_lines import LINES, Lines
from wire_daemon import DUBANCTL, SOURCE, Daemon, program

HERE = os.path.dirname(os.path.abspath(__file__))
CITY = os.path.join(SOURCE, "tests", "data", "nanchang2020")
MESSAGES = os.path.join(SOURCE, "client", "cli", "data", "messages.csv")
LATIN = re.compile(r"[0-9A-Za-z_.\-]*[A-Za-z][0-9A-Za-z_.\-]*")
EDGE = r"(?<![A-Za-z0-9_])(?:{})(?![A-Za-z0-9_])"


def read_rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def words_of(text):
    return set(LATIN.findall(text))


class Speech:
    """What may be in Latin letters."""

    def __init__(self):
        out = subprocess.run([DUBANCTL, "--json", "help"], capture_output=True, timeout=60,
                             check=True).stdout
        self.verbs = json.loads(out)
        self.names = {" ".join(filter(None, (v["noun"], v["verb"]))) for v in self.verbs}
        nouns = {v["noun"] for v in self.verbs} | {"help"}
        commands = sorted(self.names | nouns, key=len, reverse=True)
        self.command = re.compile(r"dubanctl(?: help)?(?: (?:" +
                                  "|".join(map(re.escape, commands)) + r"))?(?![a-z])")
        self.usage = re.compile(r"^  (?:" + "|".join(map(re.escape, commands)) + r")(?![a-z-])")
        options = {"--" + o["name"] for v in self.verbs for o in v["options"]}
        options |= {"--" + o for o in ("data", "connection", "json", "timeout", "for-unit", "lang",
                                       "for-person", "why", "request-id", "help", "version",
                                       "simulated 2020-01-02T09:00")}
        self.option = re.compile("(?:" + "|".join(sorted(options, key=len, reverse=True)) +
                                 r")(?![a-z-])")
        allowed = [row["pattern"] for row in
                   read_rows(os.path.join(HERE, "chinese", "allowed.csv"))]
        self.allowed = re.compile(EDGE.format("|".join(allowed)))
        self.ending = re.compile(r"\.(?:csv|xlsx|xlsm|xlsb|xls|ods|et|docx?|svg|html|md)\b")
        self.codes = {row["code"] for row in read_rows(MESSAGES)}

    def left(self, line, typed=frozenset()):
        """The Latin words of a line that are not allowed."""
        code = re.search(r" \[([a-z_.0-9]+)\]$", line)
        if code and code.group(1) in self.codes:
            line = line[:code.start()]
        for pattern in (self.command, self.usage, self.option, self.allowed, self.ending):
            line = pattern.sub(" ", line)
        return [w for w in LATIN.findall(line) if w not in typed and w.strip(".-") not in typed]


SPEECH = Speech()


class Table(unittest.TestCase):
    """Checks the texts of messages.csv."""

    def test_no_chinese_text_has_english_words(self):
        for row in read_rows(MESSAGES):
            text = re.sub(r"\{[^}]*\}", "", row["zh"])
            self.assertEqual([w for line in text.split("\n") for w in SPEECH.left(line)], [],
                             f"{row['code']}: {row['zh']}")

    def test_every_code_has_a_chinese_text_with_chinese_marks(self):
        for row in read_rows(MESSAGES):
            self.assertTrue(row["zh"], row["code"])
            text = row["zh"].replace("tcp://主机:端口", "")
            self.assertNotRegex(text, r"[\u4e00-\u9fff][,;:?!(]", row["code"])

    def test_terms_in_a_text_are_of_a_table_that_is_there(self):
        rows = read_rows(MESSAGES)
        tables = {row["code"].split(".")[0] for row in rows} | {"word"}
        for row in rows:
            for language in ("en", "zh"):
                for table in re.findall(r"\{\d\+?\|(\w+)\}", row[language]):
                    self.assertIn(table, tables, row["code"])

    def test_every_fact_of_a_lamp_has_a_chinese_term(self):
        facts = set()
        for path in glob.glob(os.path.join(SOURCE, "daemon", "rules", "**", "*.c"), recursive=True):
            with open(path, encoding="utf-8") as f:
                facts |= set(re.findall(r'(?:outcome_fact\w*\(\w+, |\.name = )"(\w+)", *'
                                        r'(?:FACT_|\.kind = FACT_|\w+->)|outcome_fact_text\(\w+, "(\w+)"',
                                        f.read()))
        facts = {name for pair in facts for name in pair if name}
        self.assertLessEqual({"number", "tier", "odd", "missing"}, facts)
        self.assertEqual({name for name in facts if "fact." + name not in SPEECH.codes}, set())

    def test_every_column_of_a_file_has_a_chinese_term(self):
        files = subprocess.run([DUBANCTL, "--markdown"], capture_output=True, timeout=60, check=True,
                               text=True).stdout.split("\n## Columns of the files\n")[1]
        columns = re.findall(r"^\| `(\w+)` \|", files, re.M)
        self.assertGreater(len(columns), 300)
        for column in columns:
            self.assertIn("head." + column, SPEECH.codes)


class City(unittest.TestCase):
    """Runs the commands one by one on a daemon with the sample city and checks each line."""

    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon("2020-02-03T08:00").start()
        cls.addClassCleanup(cls.daemon.remove)
        cls.work = os.path.join(cls.daemon.top, "files")
        os.mkdir(cls.work)
        for name, text in FILES.items():
            with open(os.path.join(cls.work, name), "wb") as f:
                f.write(text if isinstance(text, bytes) else text.encode())
        for kind, rows in BAD_ROWS.items():
            with open(os.path.join(cls.work, f"bad-{kind}.csv"), "w", encoding="utf-8") as f:
                f.write("\n".join(rows) + "\n")
        cls.known = set()
        for name in ("units", "people", "projects", "chains"):
            shutil.copy(os.path.join(CITY, name + ".csv"), cls.work)
            with open(os.path.join(CITY, name + ".csv"), encoding="utf-8") as f:
                for line in f.read().splitlines()[1:]:
                    cls.known |= words_of(line)
        for name, text in FILES.items():
            if isinstance(text, str):
                for line in text.splitlines()[1:]:
                    cls.known |= words_of(line)
        cls.faults = []
        cls.ran, cls.said = set(), set()
        cls.values = {}

    def run_line(self, words):
        env = {k: v for k, v in os.environ.items() if not k.startswith(("DUBAN_", "LC_", "LANG"))}
        env.update(LC_ALL="zh_CN.UTF-8", DUBAN_DATA=self.daemon.dir)
        return subprocess.run([program(words), *words], cwd=self.work, env=env, capture_output=True,
                              timeout=120, check=False, stdin=subprocess.DEVNULL)

    def look(self, words, done):
        """Collects what in the output is not Chinese."""
        typed = set()
        for word in words:
            name = os.path.basename(word)
            typed |= words_of(word) | {word, name.rsplit(".", 1)[0]}
            if name.startswith("bad-"):
                typed |= {w for row in BAD_ROWS[name[4:-4]][1:] for w in words_of(row)}
            elif name in FILES and isinstance(FILES[name], str):
                typed |= words_of(FILES[name])
        # Names that appeared before may appear again: ids of units, people, keys, files.
        command = (self.name_of(words) or "").split()
        self.known |= {w for word in words[len(command):] if not word.startswith("--")
                       for w in words_of(word)}
        typed |= self.known
        text = (done.stdout + done.stderr).decode()
        text = text.replace(self.daemon.top, "")
        for line in text.splitlines():
            line = re.sub(r"(?<=[\s：])[!-~]{40}(?=\s|$)", "", line)  # a key
            line = re.sub(r"/(?:files|data)(?:/[\w.-]+)*|\S*/admin\.sock", " ", line)  # a path
            for folder in words:  # a file in a folder that appeared before
                line = re.sub(re.escape(folder) + r"/[\w.-]+", " ", line)
            left = SPEECH.left(line, typed)
            if left:
                self.faults.append(f"$ {' '.join(words)}\n    {line}\n    {' '.join(left)}")
            self.said |= set(re.findall(r"\[([a-z_]+\.[a-z_.0-9]+)\]$", line))

    def name_of(self, words):
        for n in (2, 1):
            if " ".join(words[:n]) in SPEECH.names:
                return " ".join(words[:n])
        return None

    def play(self, line):
        refused = line.startswith("! ")
        line = line[2:] if refused else line
        keep = re.match(r"(\w+)=(/.+?/) ", line)
        if keep:
            line = line[keep.end():]
        words = [self.values.get(w, w) for w in shlex.split(line)]
        done = self.run_line(words)
        self.look(words, done)
        if keep:
            found = re.search(keep.group(2)[1:-1], (done.stdout + done.stderr).decode())
            self.assertTrue(found, f"{line}\n{done.stdout.decode()}{done.stderr.decode()}")
            self.values["$" + keep.group(1)] = found.group(1)
        if refused == (done.returncode == 0) or done.returncode < 0:
            self.faults.append(f"$ {line}\n    exit {done.returncode}: {done.stdout.decode()}"
                               f"{done.stderr.decode()}")
        if done.returncode == 0:
            self.ran.add(self.name_of(words))

    def look_into(self, name):
        """Checks files written for people: a chart, a page, the heads of a table."""
        with open(os.path.join(self.work, name), encoding="utf-8-sig") as f:
            text = f.read()
        text = re.sub(r"<style>.*?</style>|<[^>]*>", "\n", text, flags=re.S)
        for line in text.splitlines()[:1 if name.endswith(".csv") else None]:
            left = SPEECH.left(re.sub(r"^\w+\.csv$", "", line), self.known)
            if left:
                self.faults.append(f"{name}: {line}\n    {' '.join(left)}")

    def test_a_session_speaks_chinese(self):
        for line in COMMANDS.splitlines():
            if line and not line.startswith("#"):
                self.play(line)
        lines = Lines(self.daemon.ctl_json, ".")
        for line in LINES:
            words = lines.words(line)
            if words:
                self.play(shlex.join(words))
        pages = ["链条图.svg", "链条图.html", "档案/index.html", "链条.csv", "历史.csv"]
        dossier = os.listdir(os.path.join(self.work, "档案"))
        for name in pages + [f"档案/{n}" for n in sorted(dossier) if n.endswith(".csv")]:
            self.look_into(name)
        self.assertEqual(self.faults, [], "\n" + "\n".join(self.faults))
        # In a simulated store the clock has no jump to accept and nothing to repair, and this one
        # was not restored; completion prints a script for the shell, rebuild ends the daemon.
        self.assertEqual(sorted(SPEECH.names - self.ran),
                         ["clock accept", "clock repair", "completion", "rebuild", "restore accept"],
                         "verbs without a command in the session")
        self.assertGreater(len(self.said), 200, sorted(self.said))


class Help(unittest.TestCase):
    def test_every_page_is_chinese(self):
        env = {**os.environ, "LC_ALL": "zh_CN.UTF-8"}
        pages = sorted(SPEECH.names) + sorted({v["noun"] for v in SPEECH.verbs}) + [""]

        def page(name):
            words = ["help", *name.split()]
            return subprocess.run([program(words), *words], env=env, timeout=60,
                                  capture_output=True, check=True).stdout.decode()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for name, text in zip(pages, pool.map(page, pages)):
                for line in text.splitlines():
                    self.assertEqual(SPEECH.left(line), [], f"{name}: {line}")


if __name__ == "__main__":
    if os.environ.get("CHINESE_SHOW"):  # prints all output for people to read
        City.look_at = City.look
        def show(self, words, done):
            sys.stderr.write("$ " + " ".join(words) + "\n" + done.stdout.decode() + done.stderr.decode())
            City.look_at(self, words, done)
        City.look = show
    unittest.main()
