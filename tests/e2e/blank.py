#!/usr/bin/python3
"""`import KIND --blank FILE.xlsx` for every kind, `help import KIND`, and filled-in blanks."""
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
import zipfile
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from wire_daemon import Daemon, program

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def texts(book, sheet):
    """{address: text} of a sheet that libxlsxwriter wrote."""
    shared = ["".join(t.text or "" for t in si.iter("{%s}t" % NS["m"])) for si in
              ElementTree.fromstring(book.read("xl/sharedStrings.xml")).findall("m:si", NS)]
    root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    return {c.get("r"): shared[int(c.find("m:v", NS).text)] for c in root.iter("{%s}c" % NS["m"])
            if c.get("t") == "s"}


def column(k):
    return (chr(64 + k // 26) if k >= 26 else "") + chr(65 + k % 26)


def fill(path, rows):
    """Writes rows below the heads of the first sheet, as a person would."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    added = "".join(f'<row r="{r}">' + "".join(
        f'<c r="{column(k)}{r}" t="inlineStr"><is><t>{escape(v)}</t></is></c>'
        for k, v in enumerate(row) if v) + "</row>" for r, row in enumerate(rows, 2))
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"</sheetData>", added.encode() + b"</sheetData>")
    with zipfile.ZipFile(path, "w") as new:
        for name, text in parts.items():
            new.writestr(name, text)


class Blank(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon("2020-02-03T08:00").start()
        cls.top = tempfile.mkdtemp(prefix="duban-blank-")
        said = json.loads(cls.ctl("--json", "help").stdout)
        cls.kinds = {v["verb"]: v["columns"] for v in said if "columns" in v}

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.top)
        cls.daemon.remove()

    @classmethod
    def ctl(cls, *args, lang="en"):
        return subprocess.run([program(args), "--data", cls.daemon.dir, *args], capture_output=True, text=True,
                              check=False, env={**os.environ, "DUBAN_LANG": lang})

    def blank(self, kind, *options):
        path = os.path.join(self.top, f"{kind}{len(options)}.xlsx")
        if os.path.exists(path):
            os.unlink(path)
        done = self.ctl("--json", "import", kind, "--blank", path, *options)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual(json.loads(done.stdout), {"file": path, "kind": kind})
        return path

    def test_an_empty_file_of_every_kind_is_read_and_has_nothing(self):
        self.assertGreater(len(self.kinds), 25)
        for kind, columns in self.kinds.items():
            path = self.blank(kind)
            error = json.loads(self.ctl("--json", "import", kind, path).stdout)["error"]
            self.assertEqual([p["code"] for p in error["problems"]], ["import.no_rows"], (kind, error))
            with zipfile.ZipFile(path) as book:
                heads, about = texts(book, 1), texts(book, 2)
                sheet = book.read("xl/worksheets/sheet1.xml").decode()
                for part in (sheet, book.read("xl/worksheets/sheet2.xml").decode()):
                    self.assertRegex(part, r'<pageSetup paperSize="9"[^>]* fitToHeight="0" orientation="landscape"')
            asked = [c for c in columns if c["must"] != "export"]
            self.assertEqual([re.sub("（.*元）", "", h) for a, h in heads.items() if a.endswith("1")],
                             [c["heads"][0] if c["heads"] else c["name"] for c in asked], kind)
            self.assertEqual([about[f"A{i}"] for i in range(2, len(asked) + 2)],
                             list(heads.values()), "each column is explained")
            # a longer choice stands only in the explanation
            self.assertEqual(sheet.count("<dataValidation "),
                             sum(0 < len(",".join(c["words"]).encode()) < 255 for c in asked), kind)

    def test_a_column_of_words_offers_them(self):
        path = self.blank("units")
        with zipfile.ZipFile(path) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        (at, words), = re.findall(r'sqref="(\w+):\w+"><formula1>"([^"]*)"</formula1>', sheet)
        words = words.split(",")
        self.assertEqual(at, "C2")
        self.assertEqual(words, next(c["words"] for c in self.kinds["units"] if c["name"] == "kind"))
        fill(path, [[f"w{i}", f"单位{i}", word] for i, word in enumerate(words)])
        done = json.loads(self.ctl("--json", "import", "units", path).stdout)
        self.assertEqual((done["created"], [n["value"] for n in done["notes"]]), (7, ["填写说明"]))

    def test_money_is_in_the_unit_of_its_head(self):
        for unit, fen in (((), 150000000), (("--unit", "亿元"), 1500000000000)):
            path = self.blank("lists", *unit)
            with zipfile.ZipFile(path) as book:
                heads = list(texts(book, 1).values())
            row = [""] * len(heads)
            row[0] = "清单" + heads[2]
            row[next(i for i, h in enumerate(heads) if h.endswith("元）"))] = "150"
            fill(path, [row])
            done = self.ctl("--json", "import", "lists", path)
            self.assertEqual(done.returncode, 0, done.stdout)
            named = [x for x in json.loads(self.ctl("--json", "list", "list").stdout) if x["name"] == row[0]]
            self.assertEqual([x["min_total"] for x in named], [fen / 100])

    def test_what_may_have_been_filled_in_is_not_overwritten(self):
        path = self.blank("people")
        with open(path, "rb") as f:
            before = f.read()
        done = self.ctl("--json", "import", "people", "--blank", path)
        self.assertEqual(json.loads(done.stdout)["error"]["code"], "blank.exists")
        with open(path, "rb") as f:
            self.assertEqual(f.read(), before)
        for words, code in ((("--blank", "x.csv"), "usage.blank"), ((), "import.file_or_blank"),
                            (("x.csv", "--blank", "y.xlsx"), "import.file_or_blank"),
                            (("--blank", "/no/such/y.xlsx"), "local.unwritable"),
                            (("--blank", "y.xlsx", "--unit", "km"), "usage.money_unit")):
            error = json.loads(self.ctl("--json", "import", "people", *words).stdout)["error"]
            self.assertEqual(error["code"], code, words)

    def test_a_filled_list_of_projects_is_read_by_our_heads(self):
        unit = self.blank("units", "--unit", "元")
        fill(unit, [["u0", "空表局", "市直"]])
        self.assertEqual(self.ctl("import", "units", unit).returncode, 0)
        path = self.blank("projects")
        with zipfile.ZipFile(path) as book:
            heads = list(texts(book, 1).values())
        row = dict.fromkeys(heads, "") | {"项目代码": "B-1", "项目名称": "空表一路", "责任单位": "u0", "阶段": "在建", "总投资（万元）": "1200",
                                          "年度": "2020", "计划开工": "2020-03"}
        fill(path, [list(row.values())])
        done = json.loads(self.ctl("--json", "import", "projects", path).stdout)
        self.assertEqual((done["imported"], done["created"], done["total_yuan"]), (1, 1, 12000000))

    def test_the_help_lists_the_columns(self):
        said = self.ctl("help", "import", "units").stdout
        self.assertIn("单位编号, 单位代码, 编号, 代码 (id)", said)
        self.assertIn("letters, digits, - and _, at most 32; must be in the file", said)
        said = self.ctl("import", "plans", "--help", lang="zh").stdout
        self.assertIn("年度计划投资、年度计划、计划投资 ", said)
        self.assertIn("金额，单位见列名；也可自带单位，如 1.2亿元", said)
        self.assertIn("由导出写入，不必填写", said)


if __name__ == "__main__":
    unittest.main()
