#!/usr/bin/python3
# timeout: 900
"""Imports offices' own lists, CSV and workbooks, with dubanctl and a daemon: what is imported, what is
skipped, what is an error, and that importing the same list again changes nothing."""
import json
import os
import shutil
import subprocess
import tempfile
import unittest
import zipfile
from xml.sax.saxutils import escape

from wire_daemon import DUBANCTL, SOURCE, Daemon, program

FORMATS = ["0.00", "yyyy年m月d日"]  # after the two styles of all cells
DATA = os.path.join(SOURCE, "tests", "data", "sheets")
KEYS = {"rows_read", "imported", "skipped", "errors", "unknown_units", "total_yuan", "plan_yuan",
        "checks"}
UNITS = """id,name,kind,parent,gb_code
zdb,市重点办,office,,
jt,市交通局,municipal,,
zj,市住建局,municipal,,
wl,市文旅局,municipal,,
sl,市水利局,municipal,,
gx,市工信局,municipal,,
jx,泾县,county,,
lc,灵川县,county,,
"""


def workbook(path, sheets, setting="", pack=zipfile.ZIP_DEFLATED, hide=(), columns="", merge=()):
    """Writes a minimal .xlsx from {name: rows}; a cell is a number, a text, or a pair: ("#", text) an error value,
    ("=", text) a formula without a result, ("0.00", number) with that format. `hide`: names of sheets, and numbers
    of rows in all of them; `columns`, `merge`: XML and ranges in all of them."""
    def cell(r, c, v):
        ref = f"{chr(65 + c)}{r + 1}"
        if isinstance(v, tuple) and v[0] == "=":
            return f'<c r="{ref}"><f>{escape(v[1])}</f><v></v></c>'
        if isinstance(v, tuple) and v[0] != "#":
            return f'<c r="{ref}" s="{2 + FORMATS.index(v[0])}"><v>{v[1]!r}</v></c>'
        if isinstance(v, tuple):
            return f'<c r="{ref}" t="e"><v>{escape(v[1])}</v></c>'
        if isinstance(v, (int, float)):
            return f'<c r="{ref}" s="1"><v>{v!r}</v></c>'
        return f'<c r="{ref}" t="inlineStr"><is><t>{escape(v)}</t></is></c>' if v else ""

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    n = range(1, len(sheets) + 1)
    with zipfile.ZipFile(path, "w", pack) as z:
        z.writestr("[Content_Types].xml", '<?xml version="1.0"?><Types xmlns="http://schemas.openxml'
                   'formats.org/package/2006/content-types"><Default Extension="rels" ContentType='
                   '"application/vnd.openxmlformats-package.relationships+xml"/><Override '
                   f'PartName="/xl/workbook.xml" ContentType="{kind}sheet.main+xml"/><Override '
                   f'PartName="/xl/styles.xml" ContentType="{kind}styles+xml"/><Override PartName='
                   '"/xl/_rels/workbook.xml.rels" ContentType="application/vnd.openxmlformats-'
                   'package.relationships+xml"/>' +
                   "".join(f'<Override PartName="/xl/worksheets/sheet{i}.xml" '
                           f'ContentType="{kind}worksheet+xml"/>' for i in n) + "</Types>")
        z.writestr("_rels/.rels", '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxml'
                   f'formats.org/package/2006/relationships"><Relationship Id="r" Type="{rel}/'
                   'officeDocument" Target="xl/workbook.xml"/></Relationships>')
        z.writestr("xl/workbook.xml", f'<?xml version="1.0"?><workbook xmlns="{main}" xmlns:r="{rel}'
                   f'">{setting}<sheets>' + "".join(f'<sheet name="{escape(name)}" sheetId="{i}" '
                                          f'{" state=" + chr(34) + "hidden" + chr(34) if name in hide else ""} '
                                          f'r:id="r{i}"/>' for i, name in zip(n, sheets)) +
                   "</sheets></workbook>")
        z.writestr("xl/_rels/workbook.xml.rels", '<?xml version="1.0"?><Relationships xmlns="http://'
                   'schemas.openxmlformats.org/package/2006/relationships">' +
                   "".join(f'<Relationship Id="r{i}" Type="{rel}/worksheet" '
                           f'Target="worksheets/sheet{i}.xml"/>' for i in n) +
                   f'<Relationship Id="s" Type="{rel}/styles" Target="styles.xml"/></Relationships>')
        # Style 1 shows no decimals: the stored value counts, not the one shown.
        z.writestr("xl/styles.xml", f'<?xml version="1.0"?><styleSheet xmlns="{main}"><cellXfs '
                   'count="4"><xf numFmtId="0"/><xf numFmtId="1"/><xf numFmtId="2"/><xf numFmtId="31"/>'
                   '</cellXfs></styleSheet>')
        for i, rows in zip(n, sheets.values()):
            data = "".join(f'<row r="{r + 1}"{" hidden=" + chr(34) + "1" + chr(34) if r + 1 in hide else ""}>' + "".join(cell(r, c, v) for c, v in enumerate(row)) +
                           "</row>" for r, row in enumerate(rows))
            z.writestr(f"xl/worksheets/sheet{i}.xml", f'<?xml version="1.0"?><worksheet xmlns="{main}'
                       f'">{columns}<sheetData>{data}</sheetData>' + ("<mergeCells>" + "".join(
                           f'<mergeCell ref="{m}"/>' for m in merge) + "</mergeCells>" if merge else "") +
                       "</worksheet>")


class Sheets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon("2024-03-01T09:00").start()
        cls.dir = tempfile.mkdtemp(prefix="duban-sheets-")
        cls.write("units.csv", UNITS)
        assert cls.run_cli("import", "units", cls.path("units.csv")).returncode == 0

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.dir)
        cls.daemon.remove()

    @classmethod
    def path(cls, name):
        return os.path.join(cls.dir, name)

    @classmethod
    def write(cls, name, text, encoding="utf-8"):
        with open(cls.path(name), "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode(encoding))
        return cls.path(name)

    @classmethod
    def run_cli(cls, *words, **env):
        return subprocess.run([program(words), "--data", cls.daemon.dir, *words], capture_output=True,
                              text=True, timeout=120,
                              env={**os.environ, "LANG": "C.UTF-8", **env})

    def dry(self, path, *words, code=0):
        done = self.run_cli("--json", "import", "projects", path, "--dry-run", *words)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def take(self, path, *words):
        done = self.run_cli("--json", "import", "projects", path, *words)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def refuse(self, path, *words, code=1, **env):
        done = self.run_cli("--json", "import", "projects", path, "--dry-run", *words, **env)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout)["error"]

    def project(self, code):
        done = self.run_cli("--json", "project", "show", code)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def find(self, name):
        done = self.run_cli("--json", "project", "list", name)
        return json.loads(done.stdout)

    def test_guilin_like(self):
        path = os.path.join(DATA, "guilin-like-2024.csv")
        r = self.dry(path)
        self.assertLessEqual(KEYS, set(r))
        self.assertEqual((r["rows_read"], r["imported"]), (247, 241))
        self.assertEqual((r["total_yuan"], r["plan_yuan"]), (1053194655100, 228409081100))
        self.assertEqual(r["errors"], [])
        self.assertEqual(r["unknown_units"], ["市不存在的局"])
        self.assertEqual(len(r["checks"]), 14)
        self.assertTrue(all(c["ok"] for c in r["checks"]))
        self.assertEqual(r["checks"][0],
                         {"group": "合计", "declared": 241, "found": 241, "ok": True})
        self.assertEqual([s["row"] for s in r["skipped"]], [5, 6, 104, 189, 225, 251])
        self.assertEqual(self.find("桂林▪两江四湖"), [], "a dry run changes nothing")
        done = self.take(path)
        self.assertEqual((done["created"], done["unchanged"]), (241, 0))
        one = self.find("桂林▪两江四湖")[0]
        self.assertRegex(one["code"], r"^K\d{6}$")
        self.assertEqual((one["stage"], one["year"]), ("building", 2024))
        again = self.take(path)
        self.assertEqual((again["created"], again["updated"], again["unchanged"]), (0, 0, 241))

    def test_merged_parents_marks_and_mixed_units(self):
        r = self.dry(os.path.join(DATA, "merged-2024.csv"))
        self.assertEqual((r["imported"], r["total_yuan"], r["plan_yuan"]),
                         (4, 1756000000, 115000000))
        self.assertEqual([m["mark"] for m in r["marks"]], ["▲", "★"])
        self.assertEqual(r["unknown_units"], ["市大数据局"])
        self.assertTrue(r["checks"][0]["ok"])

    def test_split_header(self):
        r = self.dry(os.path.join(DATA, "split-2023.csv"))
        self.assertEqual((r["imported"], r["total_yuan"], r["plan_yuan"]),
                         (3, 17038815400, 432000000))
        self.assertEqual([(c["declared"], c["found"], c["ok"]) for c in r["checks"]], [(3, 3, True)])

    def test_a_slip_of_the_unit_shows_both_figures(self):
        path = os.path.join(DATA, "zhashui-like-2012.csv")
        bad = [c for c in self.dry(path)["checks"] if not c["ok"]]
        self.assertEqual([(c["declared"], c["found"]) for c in bad],
                         [(3818000000, 3512030600), (306000000, 30600)])
        done = self.run_cli("import", "projects", path, "--dry-run")
        self.assertIn("declared 306000000, the rows give 30600", done.stdout)

    def test_owner_rows(self):
        r = self.dry(os.path.join(DATA, "owners-2025.csv"))
        self.assertEqual((r["imported"], r["plan_yuan"]), (7, 3100000000))
        self.assertTrue(all(c["ok"] for c in r["checks"]))
        self.assertEqual(r["unknown_units"], ["南宁市人民政府", "区直单位"])

    def stages(self, file, text):
        """Imports the sheet; what it says of each project: stage, start, whether its month is open."""
        self.take(self.write(file, text))
        found = {}
        for row in text.splitlines():
            cell = row.split(",")
            if len(cell) > 2 and cell[0].isdigit():
                p = self.find(cell[1])[0]
                found[cell[1]] = (p["stage"], p["planned_start"], p["planned_start_open"])
        return found

    def test_a_year_alone_leaves_the_month_of_the_start_open(self):
        got = self.stages("y.csv", "2024年市重大项目计划表\n单位：万元\n"
                          "序号,项目名称,建设地点,建设起止年限,总投资,2024年计划投资\n"
                          "一、新开工项目（1个）,,,,,\n1,某产业园一期,某区,2024-2026,50000,8000\n")
        self.assertEqual(got, {"某产业园一期": ("planned_start", "2024-12", True)})
        code = self.find("某产业园一期")[0]["code"]
        shown = self.run_cli("project", "show", code, DUBAN_LANG="zh").stdout
        self.assertRegex(shown, "计划开工 +2024年（月份未报）")
        # out and in again it is the same; the month, once it is told, takes its place
        out = self.path("out")
        self.assertEqual(self.run_cli("export", out).returncode, 0)
        with open(os.path.join(out, "projects.csv"), encoding="utf-8-sig") as f:
            head, *rows = [line.rstrip("\n").split(",") for line in f]
        row = next(r for r in rows if r[0] == code)
        self.assertEqual(row[head.index("planned_start")], "2024")
        again = self.take(os.path.join(out, "projects.csv"))
        self.assertEqual((again["created"], again["updated"]), (0, 0))
        shutil.rmtree(out)
        done = self.run_cli("project", "set", code, "--planned-start", "2024-09")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        one = self.find("某产业园一期")[0]
        self.assertEqual((one["planned_start"], one["planned_start_open"]), ("2024-09", False))
        done = self.run_cli("project", "set", code, "--planned-start", "2024年")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        one = self.find("某产业园一期")[0]
        self.assertEqual((one["planned_start"], one["planned_start_open"]), ("2024-12", True))

    def test_the_sheet_says_the_stage(self):
        building, planned, early = "building", "planned_start", "preliminary"
        for file, text, want in (
                ("title-continued-2024.csv", "某县2024年续建重点项目清单\n"
                 "序号,项目名称,建设年限,总投资（万元）\n1,续丙路,2024-2026,100\n2,续丁路,2023-2025,200\n",
                 {"续丙路": (building, "2024-12", True), "续丁路": (building, "2023-12", True)}),
                ("title-preliminary-2026.csv", "某县2026年重点前期项目清单\n"
                 "序号,项目名称,建设年限,总投资（万元）\n1,前甲路,2026-2028,100\n2,前乙路,2027-2029,200\n",
                 {"前甲路": (early, "2026-12", True), "前乙路": (early, "2027-12", True)}),
                ("title-stopped-2024.csv", "某县2024年停工项目清单\n"
                 "序号,项目名称,建设年限,总投资（万元）\n1,停丙路,2021-2024,100\n",
                 {"停丙路": ("stopped", "2021-12", True)}),
                ("title-withdrawn-2022.csv", "附件 2022年上半年统筹推进重大项目退出项目清单\n"
                 "序号,项目名称,责任单位,总投资（万元）,退出原因\n1,退甲路,市交通局,100,业主放弃\n"
                 "2,退乙路,市住建局,200,无法落地\n",
                 {"退甲路": ("withdrawn", None, False), "退乙路": ("withdrawn", None, False)}),
                # the nature of the works is no stage, though 新建 and 续建 are words for one
                ("nature-2024.csv", "2024年重点项目\n"
                 "序号,项目名称,建设性质,建设起止年限,总投资（万元）,2024年计划投资（万元）\n"
                 "1,天湖大桥,新建,2021-2025,1000,100\n2,地湖学校,改建,2022-2024,1000,100\n"
                 "3,云湖医院,扩建,2023-2025,1000,100\n4,雨湖公路,新建,2024-2026,1000,100\n"
                 "5,雪湖渠,续建,2020-2024,1000,100\n6,风湖厂,技改,2024-2025,1000,100\n",
                 {"天湖大桥": (building, "2021-12", True), "地湖学校": (building, "2022-12", True),
                  "云湖医院": (building, "2023-12", True), "雨湖公路": (planned, "2024-12", True),
                  "雪湖渠": (building, "2020-12", True), "风湖厂": (planned, "2024-12", True)})):
            with self.subTest(file):
                self.assertEqual(self.stages(file, text), want)

    def test_a_start_is_said_in_many_ways(self):
        got = self.stages("periods-2024.csv", "2024年重点项目\n序号,项目名称,建设工期,总投资（万元）\n"
                          "1,期一路,36个月,100\n2,期二路,3年,100\n3,期三路,2024.3-2025.10,100\n"
                          "4,期四路,2024年3月至2025年10月,100\n5,期五路,2024/3-2025/10,100\n"
                          "6,期六路,2024-2025年,100\n7,期七路,2024.10-2025.1,100\n"
                          "8,期八路,24-26年,100\n")
        self.assertEqual({k: v[1:] for k, v in got.items()},
                         {"期一路": (None, False), "期二路": (None, False), "期三路": ("2024-03", False),
                          "期四路": ("2024-03", False), "期五路": ("2024-03", False),
                          "期六路": ("2024-12", True), "期七路": ("2024-10", False),
                          "期八路": ("2024-12", True)})
        self.assertEqual(got["期一路"][0], "reserve", "a duration says no stage")
        got = self.stages("months-2024.csv", "2024年重点项目\n"
                          "序号,项目名称,总投资（万元）,计划开工时间,计划竣工时间\n"
                          "1,甲一路,100,3月底,11月\n2,乙二路,100,一季度,年底\n3,丙三路,100,上半年,下半年\n"
                          "6,己六路,100,已开工,2026\n7,庚七路,100,24年3月,25年12月\n"
                          "8,辛八路,100,2024年二月,二〇二五年十二月\n")
        self.assertEqual({k: v[1] for k, v in got.items()},
                         {"甲一路": "2024-03", "乙二路": "2024-03", "丙三路": "2024-06",
                          "己六路": None, "庚七路": "2024-03", "辛八路": "2024-02"})
        self.assertEqual(got["己六路"][0], "building", "已开工")
        self.assertEqual([self.find(n)[0]["planned_finish"] for n in ("甲一路", "乙二路", "辛八路")],
                         ["2024-11", "2024-12", "2025-12"])

    def test_errors_are_said_and_nothing_is_imported(self):
        path = self.write("2024错误.csv", "序号,项目名称,总投资（万元）,备注\n,合计,#REF!,\n"
                                        "1,甲乙丙路,#REF!,#REF!\n2,丁楼,5,\n")
        r = self.dry(path, code=1)
        self.assertEqual([(e["row"], e["column"], e["value"]) for e in r["errors"]],
                         [(3, "总投资（万元）", "#REF!")])
        self.assertEqual((r["imported"], r["total_yuan"]), (1, 50000))
        self.assertEqual(self.run_cli("import", "projects", path).returncode, 1)
        self.assertEqual(self.find("丁楼"), [])

    def test_year_unit_and_map(self):
        path = self.write("list.csv", "工程全称,花费（万元）\n甲乙路,5\n")
        r = self.dry(path, code=1)
        self.assertIn("--map", r["errors"][0]["why"])
        self.assertEqual([h["column"] for h in r["unknown_headers"]], ["工程全称", "花费（万元）"])
        words = ["--map", "工程全称=name", "--map", "花费（万元）=total"]
        r = self.dry(path, *words, code=1)
        self.assertIn("--year", r["errors"][0]["why"])
        r = self.dry(path, *words, "--year", "2024")
        self.assertEqual(r["total_yuan"], 50000)
        path = self.write("2024.csv", "项目名称,总投资\n甲乙路,5\n")
        self.assertIn("--unit", self.dry(path, code=1)["errors"][0]["why"])
        self.assertEqual(self.dry(path, "--unit", "亿元")["total_yuan"], 500000000)
        self.assertEqual(self.refuse(path, "--map", "x", code=2)["code"], "usage.map")

    def test_encodings(self):
        text = "2024年重点项目\r\n项目名称,总投资（万元）\r\n桂林▪两江四湖·二期,1.5\r\n"
        for encoding in ("utf-8", "utf-8-sig", "gb18030"):
            r = self.dry(self.write("x.csv", text, encoding))
            self.assertEqual((r["imported"], r["total_yuan"]), (1, 15000), encoding)

    def test_found_again_by_name_and_unit(self):
        head = "项目名称,责任单位,总投资（万元）,2024年计划投资（万元）,阶段\n"
        self.write("a2024.csv", head + "同名工程,市交通局,100,10,续建\n同名工程,灵川,200,20,前期\n"
                                       "同名工程,无此单位,300,30,\n")
        self.assertEqual(self.take(self.path("a2024.csv"))["created"], 3)
        self.write("b2024.csv", head + "同名工程,灵川县人民政府,250,25,在建\n同名工程,无此单位,300,30,\n")
        r = self.take(self.path("b2024.csv"))
        self.assertEqual((r["created"], r["updated"], r["unchanged"]), (0, 1, 1))
        self.assertIn("import.stage_kept", [m["code"] for m in r["remarks"]])
        found = {p["unit"]: p for p in self.find("同名工程")}
        self.assertEqual((found["lc"]["total"], found["lc"]["stage"]), (2500000, "preliminary"))
        self.write("c2023.csv", head.replace("2024", "2023") + "同名工程,市交通局,100,99,\n")
        self.assertIn("import.older_plan",
                      [m["code"] for m in self.take(self.path("c2023.csv"))["remarks"]])
        found = {p["unit"]: p for p in self.find("同名工程")}
        self.assertEqual((found["jt"]["plan"], found["jt"]["year"]), (100000, 2024))

    def test_codes_are_kept(self):
        self.write("d2024.csv", "项目代码,项目名称,总投资（万元）\n2405-450300-04-01-100001,有码工程,5\n")
        self.assertEqual(self.take(self.path("d2024.csv"))["created"], 1)
        self.assertEqual(self.project("2405-450300-04-01-100001")["name"], "有码工程")
        self.assertEqual(self.take(self.path("d2024.csv"))["unchanged"], 1)

    def test_strict_mode_has_the_same_keys(self):
        head = ("code,name,unit,sector,category,stage,total,plan,year,planned_start,planned_finish,"
                "list\n")
        row = "S-1,严格工程,jt,,交通,building,{},1000,2024,2024-01,2025-01,\n"
        r = self.dry(self.write("strict.csv", head + row.format("120000.5")))
        self.assertLessEqual(KEYS, set(r))
        self.assertEqual((r["rows_read"], r["imported"], r["skipped"], r["errors"], r["checks"]),
                         (1, 1, [], [], []))
        self.assertEqual((r["total_yuan"], r["plan_yuan"]), (120000.5, 1000))
        r = self.dry(self.write("strict.csv", head + row.format("much")), code=1)
        self.assertEqual([(e["row"], e["column"], e["value"]) for e in r["errors"]],
                         [(2, "total", "much")])
        chinese = ("项目代码,项目名称,责任单位,行业主管部门,类别,阶段,总投资（元）,年度计划（元）,年度,"
                   "计划开工,计划竣工,清单\n")
        r = self.dry(self.write("strict.csv", chinese + row.format("5")))
        self.assertEqual((r["imported"], r["totals"]["projects"]), (1, 1))

    def test_workbook(self):
        head = ["序号", "项目名称", "责任单位", "总投资（万元）", "建设年限"]
        sheets = {
            "汇总": [["行标签", "计数项:项目名称"], ["交通", 3]],
            "续建": [["2024年续建项目"], head, ["", "合计", "", 113939.985, ""],
                   [1.0, "穿山隧道▲", "市交通局", 113934.98, 45597], [],
                   [2, "老城改造", "市住建局", 5.005, "2023-2025"]],
            "新开工": [head, [1, "穿山隧道", "市交通局", 113934.98, ""],
                    [2, "新城医院", "泾 县", 7.5, 2024], ["", "小计", "", ("#", "#REF!"), ""]],
        }
        path = self.path("2024年重点项目.xlsx.xlsx")
        workbook(path, sheets)
        r = self.dry(path)
        self.assertEqual((r["imported"], r["total_yuan"], r["errors"]), (3, 1139474850, []))
        self.assertEqual([(s["sheet"], s["row"]) for s in r["skipped"]],
                         [("续建", 3), ("新开工", 4), ("新开工", 2)])
        self.assertEqual([(c["group"], c["ok"]) for c in r["checks"]], [("续建/合计 总投资", True)])
        self.assertEqual(r["sheets"], ["汇总", "续建", "新开工"])
        self.assertEqual(r["notes"][0]["sheet"], "汇总")
        self.assertEqual(self.dry(path, "--sheet", "新开工")["imported"], 2)
        self.assertEqual(self.dry(path, "--sheet", "2")["imported"], 2)
        self.assertEqual(self.dry(path, "--sheet", "汇总", code=1)["imported"], 0)
        error = self.refuse(path, "--sheet", "无")
        self.assertEqual(error["code"], "sheet.no_such_sheet")
        self.assertIn("汇总, 续建, 新开工", error["message"])
        self.assertEqual(self.dry(path, "--sheet", " 新 开工")["imported"], 2)
        shutil.copy(path, self.path("2024.docx"))
        self.assertEqual(self.dry(self.path("2024.docx"))["imported"], 3)
        self.assertEqual(self.take(path)["created"], 3)
        one = self.find("穿山隧道")[0]
        self.assertEqual((one["total"], one["stage"], one["planned_start"]),
                         (1139349800, "building", "2024-11"))
        self.assertEqual(self.find("新城医院")[0]["stage"], "planned_start")
        with open(path, "rb") as f:
            done = subprocess.run([DUBANCTL, "--data", self.daemon.dir, "--json", "import",
                                   "projects", "-", "--dry-run", "--year", "2024"], stdin=f,
                                  capture_output=True, text=True, timeout=120)
        self.assertEqual(json.loads(done.stdout)["imported"], 3, "from the standard input, too")

    def test_what_is_hidden_is_left_out_and_named(self):
        rows = [["2024年重点项目"], ["序号", "项目名称", "总投资（万元）", "旧总投资（万元）"], [1, "显一路", 10, 1],
                [2, "隐二路", 9000, 1], [3, "显三路", 20, 1], ["", "合计", 30, ""]]
        path = self.path("hidden.xlsx")
        workbook(path, {"重点项目": rows, "底稿": [["2023年"], ["项目名称", "总投资（万元）"], ["旧四路", 5]]},
                 hide=("底稿", 4), columns='<cols><col min="4" max="4" hidden="1"/></cols>')
        r = self.dry(path)
        self.assertEqual((r["rows_read"], r["imported"], r["total_yuan"]), (4, 2, 300000))
        self.assertEqual([(s["sheet"], s["row"]) for s in r["skipped"]], [("重点项目", 6), ("重点项目", 4)])
        self.assertTrue(r["checks"][0]["ok"])
        notes = " ".join(f'{n["value"]} {n["why"]}' for n in r["notes"])
        for said in ("底稿 a hidden sheet", "rows left out: 4", "columns left out: D"):
            self.assertIn(said, notes)
        text = self.run_cli("import", "projects", path, "--dry-run", DUBAN_LANG="zh").stdout
        for said in ("隐藏行未采用：4", "隐藏列未采用：D", "底稿“底稿”：隐藏的工作表"):
            self.assertIn(said, text)
        r = self.dry(path, "--hidden")
        self.assertEqual((r["imported"], r["total_yuan"]), (4, 90350000))
        self.assertEqual([n for n in r["notes"] if "hidden" in n["why"]], [])
        self.assertEqual(self.dry(path, "--sheet", "底稿")["imported"], 1, "asked for by its name")
        self.assertEqual(self.refuse(path, "--sheet", "2")["code"], "sheet.no_such_sheet")
        self.assertEqual(self.dry(path, "--sheet", "2", "--hidden")["imported"], 1)
        workbook(path, {"重点项目": rows}, hide=(4,))
        text = self.run_cli("import", "projects", path, "--dry-run").stdout
        self.assertIn("\n  hidden rows left out: 4", text, "a note of the whole file has no place")

    def test_a_cell_that_cannot_be_read_is_named_where_it_is_needed(self):
        head = ["序号", "项目名称", "总投资（万元）", "建设地点", "开工时间"]
        rows = [["2024年重点项目"], head, [1, "算一路", ("=", "400+600"), "某区", ""],
                [2, "算二路", 12345678901234567890.0, "某区", ""], [3, "算三路", 5, ("=", "A1"), ("=", "A1")],
                [4, "算四路", 5, "", ("0.00", 2024.1)], [5, "算五路", 5, "", ("yyyy年m月d日", 45352)]]
        path = self.path("unread.xlsx")
        workbook(path, {"表": rows})
        r = self.dry(path, code=1)
        self.assertEqual([(e["row"], e["column"]) for e in r["errors"]],
                         [(3, "总投资（万元）"), (4, "总投资（万元）")])
        self.assertIn("cell C3: a formula without a result", r["errors"][0]["why"])
        self.assertIn("cell C4: a number of more than 15 digits", r["errors"][1]["why"])
        self.assertEqual([(n["row"], n["column"]) for n in r["notes"]], [(5, "建设地点"), (5, "开工时间")])
        workbook(path, {"表": rows[:2] + rows[4:]})
        self.take(path)
        self.assertEqual([self.find(name)[0]["planned_start"] for name in ("算三路", "算四路", "算五路")],
                         [None, "2024-10", "2024-03"])

    def test_an_amount_merged_over_projects_is_the_first_one_s_and_that_is_said(self):
        path = self.path("merged-money-2024.xlsx")
        rows = [["项目名称", "总投资（万元）", "2024年计划投资（万元）"], ["并一路", 100, 10], ["并二路", None, 20]]
        workbook(path, {"表": rows}, merge=("B2:B3",))
        r = self.read("projects", path, "--dry-run")
        self.assertEqual((r["imported"], r["total_yuan"]), (2, 1000000))
        self.assertEqual([(n["row"], n["why"][:20]) for n in r["notes"]], [(2, "merged over rows 2-3")])
        workbook(path, {"表": rows}, merge=("A5:A6", "C2:C3"))
        self.assertNotIn("merged", str(self.read("projects", path, "--dry-run")["notes"]))

    def test_a_map_that_fits_no_header_is_told(self):
        self.write("maps-2024.csv", "项目名称,总投资（万元）,2024年计划投资（万元）,花销（万元）\n图甲路,100,10,5\n")
        path = self.path("maps-2024.csv")
        notes = self.read("projects", path, "--dry-run", "--map", "花钱（万元）=-", "--map", "花销（万元）=-")["notes"]
        self.assertEqual([(n["column"], n["why"][:25]) for n in notes],
                         [("花钱（万元）", "no header of this file is")])
        self.assertIn("没有“bar”这一列",
                      self.run_cli("import", "projects", path, "--map", "花销=bar", DUBAN_LANG="zh").stderr)
        self.assertIn("--year：24",
                      self.run_cli("import", "projects", path, "--year", "24", DUBAN_LANG="zh").stderr)

    def test_an_empty_workbook_is_called_empty(self):
        path = self.path("nothing.xlsx")
        workbook(path, {"Sheet1": []})
        self.assertEqual(self.read("projects", path, code=1)["error"]["code"], "import.empty")

    def read(self, kind, path, *words, code=0):
        done = self.run_cli("--json", "import", kind, path, *words)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def test_every_import_reads_workbooks(self):
        path = self.path("units.xlsx")
        units = [["编号", "名称", "类别"], ["wb1", "簿一局", "市直"], ["wb2", "簿二局", "市直"], ["wb3", "簿三局", "市直"]]
        workbook(path, {"说明": [["填写说明"], ["每行一个单位"]], "单位": units}, hide=(3,))
        r = self.read("units", path)
        self.assertEqual((r["rows"], r["created"]), (2, 2))
        self.assertEqual([(n["value"], n["why"]) for n in r["notes"]],
                         [("说明", "not read, another sheet has the table; --sheet chooses one"),
                          (None, "hidden rows left out: 3; --hidden takes them")])
        self.assertIn("hidden rows left out: 3",
                      self.run_cli("import", "units", path, "--dry-run").stdout)
        r = self.read("units", path, "--hidden")
        self.assertEqual((r["rows"], r["created"], r["unchanged"]), (3, 1, 2))
        workbook(path, {"单位": units, "单位2": units})
        error = self.read("units", path, code=1)["error"]
        self.assertEqual(error["code"], "sheet.which_sheet")
        self.assertIn("单位, 单位2", error["message"])
        self.assertEqual(self.read("units", path, "--sheet", "单位2")["unchanged"], 3)
        self.assertEqual(self.read("units", path, "--sheet", "单位3", code=1)["error"]["code"],
                         "sheet.no_such_sheet")
        workbook(path, {"单位": units}, merge=("C2:C4",))
        problem = self.read("units", path, code=1)["error"]["problems"][0]
        self.assertEqual((problem["line"], problem["column"], problem["code"]), (2, "类别", "sheet.merged"))
        units[3][1] = ("=", "B2")
        workbook(path, {"单位": units})
        problem = self.read("units", path, code=1)["error"]["problems"][0]
        self.assertEqual((problem["line"], problem["column"], problem["code"], problem["args"]),
                         (4, "名称", "sheet.not_calculated", ["B4"]))

    def test_our_own_workbooks_come_back(self):
        path = self.path("own.xlsx")
        for lang in ("en", "zh"):
            done = self.run_cli("unit", "list", "--out", path, DUBAN_LANG=lang)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            r = self.read("units", path)
            self.assertEqual((r["created"], r["updated"]), (0, 0), r)
            self.assertGreater(r["unchanged"], 7)

    def test_the_dates_of_new_chains_come_from_a_workbook(self):
        self.write("d1.csv", "code,name,unit,sector,category,stage,total,plan,year,planned_start,planned_finish,list\n"
                   "D-1,日期工程,jt,,交通,planned_start,120000,1000,2024,2024-05,2025-12,\n")
        self.take(self.path("d1.csv"))
        words = ("--json", "chain", "new", "D-1", "--template", "T-GOV", "--start", "2024-03-01", "--allow-gaps",
                 "--dry-run", "--dates")
        rows = [["project", "no", "日期", "环节"], ["D-1", 21, ("yyyy年m月d日", 45444), "开工"],
                ["D-1", 22, ("yyyy年m月d日", 45992), "竣工"]]
        path = self.path("dates.xlsx")
        workbook(path, {"日期": rows})
        self.write("dates.csv", "project,no,日期\nD-1,21,2024-06-01\nD-1,22,2025-12-01\n")
        book, csv = (self.run_cli(*words, self.path(f)) for f in ("dates.xlsx", "dates.csv"))
        self.assertEqual((book.returncode, book.stdout), (csv.returncode, csv.stdout))
        self.assertEqual(book.returncode, 0, book.stdout)
        self.assertIn("2024-06-01", book.stdout)
        workbook(path, {"日期": rows}, hide=(3,))
        self.assertEqual(json.loads(self.run_cli(*words, path).stdout)["error"]["code"], "sheet.hidden_here")
        rows[1][2] = ("=", "TODAY()")
        workbook(path, {"日期": rows})
        error = json.loads(self.run_cli(*words, path).stdout)["error"]
        self.assertEqual((error["code"], error["problems"][0]["args"]), ("sheet.not_calculated", ["C2"]))

    def test_days_are_counted_from_where_the_workbook_says(self):
        rows = [["2024年"], ["项目名称", "总投资（万元）", "开工时间"], ["新历工程", 5.0, 44135.0]]
        for setting, pack, month in (
                ('<workbookPr date1904="1"/>', zipfile.ZIP_DEFLATED, "2024-11"),
                ("<workbookPr defaultThemeVersion='1' date1904='true'/>", zipfile.ZIP_STORED,
                 "2024-11"),
                ('<workbookPr date1904="0"/>', zipfile.ZIP_DEFLATED, "2020-10"),
                ("", zipfile.ZIP_DEFLATED, "2020-10")):
            workbook(self.path("day.xlsx"), {"表": rows}, setting, pack)
            self.take(self.path("day.xlsx"))
            self.assertEqual(self.find("新历工程")[0]["planned_start"], month, setting)

    def test_a_strict_workbook(self):
        head = ["code", "name", "unit", "sector", "category", "stage", "total", "plan", "year",
                "planned_start", "planned_finish", "finance_assessed", "list"]
        row = ["W-1", "严格簿工程", "jt", "", "交通", "building", 3.3000000000000003, 1000, 2024.0]
        workbook(self.path("w.xlsx"), {"Sheet1": [head, row + [45292.0, "2025-12", 45597.0, ""]]})
        self.assertEqual(self.take(self.path("w.xlsx"))["created"], 1)
        one = self.project("W-1")
        self.assertEqual((one["planned_start"], one["planned_finish"], one["total"]),
                         ("2024-01", "2025-12", 3.3))
        workbook(self.path("w.xlsx"), {"Sheet1": [head, row + [45292.0, 46000.0, 1.5, ""]]})
        r = self.dry(self.path("w.xlsx"), code=1)
        self.assertEqual([(e["row"], e["column"]) for e in r["errors"]], [(2, "finance_assessed")])

    def test_marks_owner_and_builder_are_stored(self):
        self.write("e2024.csv", "项目名称,项目业主,建设单位,总投资（万元）\n★有业主工程,城投集团,某建设公司,5\n")
        self.take(self.path("e2024.csv"))
        one = self.find("有业主工程")[0]
        self.assertEqual((one["mark"], one["project_owner"], one["legal_entity"]),
                         ("★", "城投集团", "某建设公司"))
        self.write("e2024.csv", "项目名称,总投资（万元）\n有业主工程,6\n")
        self.assertEqual(self.take(self.path("e2024.csv"))["updated"], 1)
        one = self.project(one["code"])
        self.assertEqual((one["mark"], one["project_owner"], one["total"]), ("★", "城投集团", 60000))

    def test_a_missing_year_is_said_once(self):
        self.write("noyear.csv", "项目名称,责任单位,总投资（万元）\n" +
                   "".join(f"无年工程{i},无此局,5\n" for i in range(50)))
        r = self.dry(self.path("noyear.csv"), code=1)
        self.assertEqual([(e["row"], e["column"]) for e in r["errors"]], [(1, "year")])
        self.assertEqual((r["imported"], r["unknown_units"]), (50, ["无此局"]))

    def test_what_is_no_sheet_says_what_to_do(self):
        word = self.path("x.docx")
        with zipfile.ZipFile(word, "w") as z:
            z.writestr("word/document.xml", "<x/>")
        ods, macro, small = self.path("z.xlsx"), self.path("m.xlsx"), self.path("s.xlsx")
        with zipfile.ZipFile(ods, "w") as z:
            z.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            z.writestr("META-INF/manifest.xml", "<x/>")
        workbook(small, {"表": [["项目名称"]]})
        with zipfile.ZipFile(small) as old, zipfile.ZipFile(macro, "w") as z:
            for name in old.namelist():
                z.writestr(name, old.read(name).replace(
                    b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"))
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
        damaged = self.path("y.xlsx")
        with zipfile.ZipFile(damaged, "w") as z:
            z.writestr("xl/workbook.xml", "<x")
        for path, code in (
                (self.write("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
                 "sheet.old_workbook"),
                (self.write("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "sheet.old_workbook"),
                (self.write("b.et", ole), "sheet.et"),
                (self.write("c.xlsx", ole + "EncryptedPackage".encode("utf-16-le")), "sheet.encrypted"),
                (self.write("d.xls", ole + "WordDocument".encode("utf-16-le")), "sheet.word"),
                (ods, "sheet.open_document"), (macro, "sheet.macro"),
                (self.write("a.pdf", b"%PDF-1.7\n"), "sheet.pdf"),
                (self.write("b.xls", "<html><table><tr><td>项目名称"), "sheet.web_page"),
                (self.write("~$2024.xlsx", b"\x05admin"), "sheet.lock_file"),
                (word, "sheet.word"), (damaged, "sheet.book_damaged")):
            error = self.refuse(path)
            self.assertEqual(error["code"], code)
            self.assertTrue(error["message"])


if __name__ == "__main__":
    unittest.main()
