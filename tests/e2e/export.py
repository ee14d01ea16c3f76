#!/usr/bin/python3
# timeout: 900
"""`import all` reads what `export` writes: an empty store filled from an export writes the
same files, byte by byte."""
import csv
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
import zipfile

from wire_client import SOURCE
from wire_daemon import Daemon, program

CITY = os.path.join(SOURCE, "tests", "data", "nanchang2020")
SIMULATED = "2020-02-03T08:00"
LATER = "2020-02-04T06:00"  # the second store is filled on another day

# In addition to the sample city, some records of every other kind.
RECORDS = [
    ("posts", """person,unit,title,kind,from,until
zdb-leader,zdb,分管副主任,deputy,2019-01-01,
zdb-person,zdb,信息员,reporter,2019-03-01,2019-12-31
"""),
    ("groups", """id,name,kind,parent,person,role,unit,seconded,from
ldxz,领导小组,leading,,zdb-leader,chief,zdb,no,2019-01-01
zb,项目专班,task_force,ldxz,zdb-person,member,zdb,yes,2019-06-01
"""),
    ("categories", "name,parent\n城市建设,\n城市更新,城市建设\n"),
    ("lists", "name,authority,min_total,needs_leader\n市领导挂点,市重点办,10000万元,yes\n"),
    ("members", """project,list,joined,join_document,left,leave_reason
NC2020-006,市领导挂点,2019-05-01,洪重〔2019〕1号,2019-12-01,已完成
"""),
    ("plans", """project,year,amount,document,adopted,goal
NC2020-006,2020,6亿元,洪重〔2020〕2号,2020-02-03,"主体封顶, 结构"
NC2020-007,2020,1亿元,洪重〔2020〕2号,2020-02-03,'=桩基+主体
NC2020-008,2020,1亿元,洪重〔2020〕2号,2020-02-03,''-主体
NC2020-009,2020,1亿元,洪重〔2020〕2号,2020-02-03,@结构
NC2020-010,2020,1亿元,洪重〔2020〕2号,2020-02-03,-3
"""),
    ("targets", """year,indicator,unit,kind,value,source
2020,投资额,,amount,1560亿元,市政府工作报告
2020,开工数,xihu,count,12,责任状
"""),
    ("papers", "project,paper,filed,note\nNC2020-006,{paper},2020-01-05,复印件\n"),
    ("gatherings", """id,project,held,name,venue,place,leader
2020Q1,NC2020-006,2020-01-15,一季度集中开工,main,红谷滩,zdb-leader
"""),
    ("acceptances", """project,organiser,accepted,document,owner,owner_result,open_defect
NC2020-100,市住建局,2020-01-10,验〔2020〕1号,某公司,passed,路缘石;绿化
"""),
    ("progress", "project,no,state,started\nNC2020-006,1,active,2020-02-03\n"),
    ("parameters", """key,scope,of,value,source
W01.y_before_wd,list,市重点推进,2,会议纪要
"""),
]


# Every `NOUN list` that writes rows of a kind, and the kind.
LISTS = {"project": "projects", "unit": "units", "person": "people", "post": "posts", "group": "groups", "category": "categories",
         "list": "lists", "plan": "plans", "target": "targets", "paper": "papers", "gathering": "gatherings",
         "acceptance": "acceptances"}


def ctl(daemon, *args, check=True, text=None, lang="en"):
    done = subprocess.run([program(args), "--data", daemon.dir, *args], input=text,
                          capture_output=True, text=True, check=False,
                          env={**os.environ, "DUBAN_LANG": lang})
    if check and done.returncode != 0:
        raise AssertionError(f"{args} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done


def write_into(path, cells):
    """Fills in cells of the first row below the heads, {head: text}, as a person would."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name).decode() for name in old.namelist()}
    shared = re.findall(r"<si><t[^>]*>([^<]*)</t></si>", parts["xl/sharedStrings.xml"])
    name = "xl/worksheets/sheet1.xml"
    column = {shared[int(n)]: at for at, n in re.findall(r'<c r="([A-Z]+)1"[^>]*><v>(\d+)</v>', parts[name])}
    row = re.search(r'(<row r="2"[^>]*>)(.*?)</row>', parts[name])
    by_column = {at: whole for whole, at in re.findall(r'(<c r="([A-Z]+)2".*?(?:/>|</c>))', row.group(2))}
    by_column |= {column[head]: f'<c r="{column[head]}2" t="inlineStr"><is><t>{text}</t></is></c>'
                  for head, text in cells.items()}
    filled = "".join(by_column[at] for at in sorted(by_column, key=lambda at: (len(at), at)))
    parts[name] = parts[name].replace(row.group(0), f"{row.group(1)}{filled}</row>")
    with zipfile.ZipFile(path, "w") as new:
        for part, text in parts.items():
            new.writestr(part, text)


def content(path):
    with open(path, "rb") as f:
        return f.read()


def files(folder):
    return {os.path.relpath(os.path.join(at, name), folder): content(os.path.join(at, name))
            for at, _, names in os.walk(folder) for name in names}


class Export(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon(SIMULATED).start()
        cls.top = tempfile.mkdtemp(prefix="duban-export-")
        for kind in ("units", "people", "projects", "chains"):
            ctl(cls.daemon, "import", kind, os.path.join(CITY, kind + ".csv"))
        paper = json.loads(ctl(cls.daemon, "--json", "library", "show",
                               "NC2020-006").stdout)["paper"][0]["paper"]
        for kind, text in RECORDS:
            ctl(cls.daemon, "import", kind, "-", text=text.replace("{paper}", paper))
        photo = os.path.join(cls.top, "桩基.txt")
        with open(photo, "w", encoding="utf-8") as f:
            f.write("照片" * 100000)
        ctl(cls.daemon, "evidence", "put", photo, "--project", "NC2020-006", "--place", "工地")
        cls.report()

    @classmethod
    def report(cls):
        """Reports of a month: one confirmed and corrected, one returned, one waiting."""
        digest = json.loads(ctl(cls.daemon, "--json", "evidence", "list", "--project",
                                "NC2020-006").stdout)[0]["digest"]

        def hand_in(code, *args):
            said = json.loads(ctl(cls.daemon, "--json", "report", "submit", code, "--period",
                                  "2020-01", *args).stdout)
            return str(said["num"])
        ctl(cls.daemon, "report", "pass", hand_in(
            "NC2020-006", "--invested", "300万元", "--cumulative", "9000万元", "--percent", "40",
            "--text", "主体, 结构", "--evidence", digest))
        ctl(cls.daemon, "report", "pass", hand_in(
            "NC2020-006", "--form", "更正", "--invested", "280万元", "--reason", "核减"))
        ctl(cls.daemon, "report", "return", hand_in("NC2020-007", "--invested", "1万元"),
            "--reason", "缺发票")
        hand_in("NC2020-008", "--invested", "0元")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.top)
        cls.daemon.remove()

    def folder(self, name):
        return os.path.join(self.top, name)

    def export(self, daemon, name):
        ctl(daemon, "export", self.folder(name))
        return files(self.folder(name))

    def test_an_empty_store_filled_with_an_export_writes_the_same(self):
        first = self.export(self.daemon, "first")
        self.assertLessEqual({"units.csv", "people.csv", "projects.csv", "chains.csv",
                              "calendar.csv", "lives.csv", "evidence.csv", "reports.csv",
                              *(kind + ".csv" for kind, _ in RECORDS)}, set(first))
        other = Daemon(LATER).start()
        try:
            ctl(other, "import", "all", self.folder("first"))
            second = self.export(other, "second")
        finally:
            other.remove()
        self.assertEqual(sorted(first), sorted(second))
        second["duties.csv"] = self.without_the_days_own(second["duties.csv"])
        for name, text in first.items():
            if name.endswith(".csv"):
                self.assertEqual(text.decode().splitlines(),
                                 second[name].decode().splitlines(), name)
            self.assertEqual(text, second[name], name)

    def without_the_days_own(self, duties):
        """The second store asks for the reports of the day on which it was filled, which had not
        begun in the first one; it asks for nothing again that the files have."""
        lines = duties.splitlines(keepends=True)
        rows = list(csv.DictReader(duties.decode().splitlines()))
        own = [f"{r['unit']},{r['form']}" for r in rows if r["period"] == LATER[:10]]
        self.assertTrue(own)
        self.assertTrue(all(text.endswith(",daily") for text in own), own)
        return b"".join([line for line, r in zip(lines, [None, *rows], strict=True)
                         if not r or r["period"] != LATER[:10]])

    def test_an_export_taken_in_where_it_comes_from_changes_nothing(self):
        self.export(self.daemon, "again")
        for line in ctl(self.daemon, "--json", "import", "all",
                        self.folder("again")).stdout.splitlines():
            done = json.loads(line)
            self.assertEqual((done["created"], done["updated"]), (0, 0), done["kind"])

    def test_no_cell_is_a_formula_and_each_text_comes_back(self):
        """The mark of print/mark.h: one apostrophe more in the file, one less in the store."""
        goals = {"NC2020-007": "=桩基+主体", "NC2020-008": "'-主体", "NC2020-009": "@结构", "NC2020-010": "-3"}
        stored = {p["project"]: p["goal"] for p in json.loads(
            ctl(self.daemon, "--json", "plan", "list", "--year", "2020").stdout) if p["project"] in goals}
        self.assertEqual(stored, goals)
        ctl(self.daemon, "export", self.folder("marked"), "--kind", "plans")
        ctl(self.daemon, "plan", "list", "--year", "2020", "--out", self.folder("marked.csv"))
        for path, start in ((self.folder("marked/plans.csv"), b""), (self.folder("marked.csv"), b"\xef\xbb\xbf")):
            with open(path, encoding="utf-8-sig", newline="") as f:
                rows = list(csv.DictReader(f))
            written = {r["project"]: r["goal"] for r in rows if r["project"] in goals}
            self.assertEqual(written, {"NC2020-007": "'=桩基+主体", "NC2020-008": "''-主体",
                                       "NC2020-009": "'@结构", "NC2020-010": "-3"})
            self.assertEqual(content(path)[:len(start)], start)
            done = json.loads(ctl(self.daemon, "--json", "import", "plans", path).stdout)
            self.assertEqual((done["created"], done["updated"]), (0, 0), done)

    def test_every_list_written_as_a_workbook_comes_back(self):
        path = self.folder("list.xlsx")
        for lang in ("en", "zh"):
            for noun, kind in LISTS.items():
                ctl(self.daemon, noun, "list", "--out", path, lang=lang)
                if kind == "projects":
                    self.assert_all_projects_are_the_same(lang, path)
                    continue
                said = ctl(self.daemon, "--json", "import", kind, path, check=False)
                self.assertEqual(said.returncode, 0, (noun, lang, said.stdout, said.stderr))
                done = json.loads(said.stdout)
                self.assertEqual((done["created"], done["updated"]), (0, 0), (noun, lang, done))
                self.assertGreater(done["unchanged"], 0, (noun, lang))

    def assert_all_projects_are_the_same(self, lang, path):
        """The lamps beside them are left out, amounts are whole, and a changed cell changes the project."""
        for file in (path, self.folder("projects.csv")):
            ctl(self.daemon, "project", "list", "--out", file, lang=lang)
            done = json.loads(ctl(self.daemon, "--json", "import", "projects", file).stdout)
            self.assertEqual((done["created"], done["updated"]), (0, 0), (lang, done))
            self.assertGreater(done["unchanged"], 0, lang)
        with open(self.folder("projects.csv"), encoding="utf-8-sig", newline="") as f:
            rows = list(csv.reader(f))
        name = {"en": "name", "zh": "项目名称"}[lang]
        rows[1][rows[0].index(name)] += "（改）"
        with open(self.folder("projects.csv"), "w", encoding="utf-8", newline="") as f:
            csv.writer(f).writerows(rows[:2])
        done = json.loads(ctl(self.daemon, "--json", "import", "projects", self.folder("projects.csv"),
                              "--dry-run").stdout)
        self.assertEqual((done["created"], done["updated"]), (0, 1), (lang, done))

    def test_verdicts_filled_into_a_list_of_reports_come_back(self):
        path = self.folder("review.xlsx")
        for code, verdict in (("NC2020-011", "通过"), ("NC2020-012", "退回")):
            ctl(self.daemon, "report", "submit", code, "--period", "2020-01", "--invested", "2万元")
            ctl(self.daemon, "report", "list", "--project", code, "--state", "待审", "--out", path, lang="zh")
            write_into(path, {"结论": verdict, "理由": "缺发票"} if verdict == "退回" else {"结论": verdict})
            ctl(self.daemon, "import", "reports", path)
        said = {r["project"]: (r["state"], r["return_reason"]) for r in json.loads(
            ctl(self.daemon, "--json", "report", "list").stdout) if r["project"] in ("NC2020-011", "NC2020-012")}
        self.assertEqual(said, {"NC2020-011": ("confirmed", None), "NC2020-012": ("returned", "缺发票")})

    def test_one_kind_alone_and_no_such_kind(self):
        ctl(self.daemon, "export", self.folder("one"), "--kind", "units")
        self.assertEqual(list(files(self.folder("one"))), ["units.csv"])
        self.assertEqual(
            ctl(self.daemon, "export", self.folder("one"), "--kind", "cats", check=False)
            .returncode, 2)

    def test_import_from_standard_input(self):
        text = content(os.path.join(CITY, "units.csv")).decode()
        done = json.loads(ctl(self.daemon, "--json", "import", "units", "-", "--dry-run",
                              text=text).stdout)
        self.assertEqual(done["unchanged"], done["rows"])

    def test_what_counts_for_the_whole_city_comes_in_first(self):
        """A city without a cadence: no duty is opened under the shipped one, to be waived later. What
        names a list or a project comes in behind it."""
        folder = self.folder("quiet")
        os.mkdir(folder)
        for kind in ("units", "projects"):
            shutil.copy(os.path.join(CITY, kind + ".csv"), folder)
        with open(os.path.join(folder, "parameters.csv"), "w", encoding="utf-8") as f:
            f.write("key,scope,of,value,source\ncadence.profile,default,,none,纪要\n"
                    "W01.y_before_wd,project,NC2020-006,2,纪要\n")
        other = Daemon(SIMULATED).start()
        try:
            said = [json.loads(line) for line in
                    ctl(other, "--json", "import", "all", folder).stdout.splitlines()]
            self.assertEqual([(d["kind"], d["rows"]) for d in said if d["kind"] == "parameters"],
                             [("parameters", 1), ("parameters", 2)])
            self.assertEqual(said[0]["kind"], "parameters")
            opened = ctl(other, "watch", "--json", "--from", "start", "--kind", "duties_opened", "--idle", "0")
            self.assertEqual(opened.stdout, "")
        finally:
            other.remove()

    def test_import_all_says_when_there_is_nothing(self):
        os.mkdir(self.folder("empty"))
        done = ctl(self.daemon, "import", "all", self.folder("empty"), check=False)
        self.assertEqual(done.returncode, 10)
        self.assertIn("import.no_files", done.stderr)

    def test_records_are_made_and_changed_one_by_one(self):
        def one(*args, **kw):
            return ctl(self.daemon, "--json", *args, **kw)
        made = json.loads(one("unit", "set", "new-unit", "--name", "新单位", "--kind", "县区",
                              "--dry-run").stdout)
        self.assertEqual((made["created"], made["dry_run"]), (1, True))
        self.assertNotIn("new-unit", one("unit", "list").stdout)
        done = one("project", "set", "NO-SUCH", "--total", "3亿元", check=False)
        self.assertEqual(done.returncode, 3)
        done = one("project", "add", "NC2020-001", "--name", "x", "--unit", "zdb", check=False)
        self.assertEqual(done.returncode, 4)
        try:
            changed = json.loads(one("project", "set", "NC2020-001", "--place", "某地").stdout)
            self.assertEqual([(h["column"], h["after"]) for h in changed["changes"]],
                             [("place", "某地")])
        finally:
            one("project", "set", "NC2020-001", "--place", "-")

    def test_rows_go_to_a_file_for_a_spreadsheet(self):
        for verb in (("unit", "list"), ("person", "list"), ("project", "list"),
                     ("warning", "list"), ("chain", "show", "NC2020-001"), ("param", "list")):
            for ending in ("csv", "xlsx"):
                path = self.folder("rows." + ending)
                said = json.loads(ctl(self.daemon, "--json", *verb, "--out", path).stdout)
                head = content(path)[:3]
                self.assertEqual(said["file"], path)
                self.assertEqual(head[:2] if ending == "xlsx" else head,
                                 b"PK" if ending == "xlsx" else b"\xef\xbb\xbf", verb)
        self.assertIn(b"\r\n", content(self.folder("rows.csv")))
        self.assertEqual(ctl(self.daemon, "unit", "list", "--out", "x.pdf",
                             check=False).returncode, 2)

    def test_a_sheet_sent_out_keeps_the_columns_to_fill_in(self):
        path = self.folder("sent.csv")
        ctl(self.daemon, "group", "list", "--out", path)
        head, row = content(path).decode("utf-8-sig").splitlines()[:2]
        # nobody has left a group, but a file keeps the column so that it can be filled in
        self.assertIn("until", head.split(","))
        self.assertTrue(row.endswith(","), row)
        self.assertEqual(row.count(","), head.count(","))
        # on the terminal the empty column is hidden
        self.assertNotIn("until", ctl(self.daemon, "group", "list").stdout)
        ctl(self.daemon, "match", "list", "--out", path)
        self.assertEqual(content(path).decode("utf-8-sig").split(),
                         ["year,code,element,unit,result,text"])



if __name__ == "__main__":
    unittest.main()
