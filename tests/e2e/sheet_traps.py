#!/usr/bin/python3
# timeout: 300
"""Rows and columns of offices' lists that mean something else than they seem to (data/sheets/traps): what is a
project and what is not, to the fen, what is asked, and that a refused file is told with all its problems."""
import json
import os
import shutil
import subprocess
import tempfile
import unittest

from wire_daemon import SOURCE, Daemon, program

TRAPS = os.path.join(SOURCE, "tests", "data", "sheets", "traps")
UNITS = "id,name,kind\nzdb,市重点办,office\njt,市交通局,municipal\nzj,市住建局,municipal\n"

# file: rows, projects, total and plan in 万元, rows skipped, checks, and (row, code) of what is asked
READ = {
    "packages-2024.csv": (4, 2, 3500, 350, [4, 5], 2, []),
    "packages-numbered-2024.csv": (5, 2, 3500, 350, [4, 5, 7], 4, []),
    "breakdown-above-2024.csv": (5, 2, 300, 30, [3, 4, 5], 4, []),
    "breakdown-below-2024.csv": (5, 2, 300, 30, [5, 6, 7], 4, []),
    "sections-2024.csv": (9, 3, 600, 60, [3, 4, 5, 8, 9, 10], 10, []),
    "months-without-year-2024.csv": (9, 9, 900, 0, [], 0, []),
    "periods-2024.csv": (11, 11, 1100, 0, [], 0, []),
    "nature-2024.csv": (6, 6, 6000, 600, [], 0, []),
    "title-continued-2024.csv": (2, 2, 300, 0, [], 0, []),
    "title-preliminary-2026.csv": (2, 2, 300, 0, [], 0, []),
    "title-stopped-2024.csv": (1, 1, 100, 0, [], 0, []),
    "title-withdrawn-2022.csv": (2, 2, 300, 0, [], 0, []),
    "plan-names-2024.csv": (3, 2, 300, 70.25, [7], 2, []),
    "parts-differ-2024.csv": (4, 2, 3500, 350, [4, 5], 2, [(3, "sheet.parts_differ")]),
    "twin-rows-2024.csv": (3, 2, 300, 0, [], 0, [(5, "sheet.two_rows")]),
    "same-columns-2024.csv": (2, 2, 300, 0, [], 0, [(4, "sheet.columns_differ")]),
    "unknown-money-2024.csv": (1, 1, 100, 0, [], 0, [(3, "sheet.unknown_money")]),
}

# stage, start, whether only its year is known, finish
SAID = {
    "months-without-year-2024.csv": {
        "甲一路": ("planned_start", "2024-03", False, "2024-11"),
        "乙二路": ("planned_start", "2024-03", False, "2024-12"),
        "丙三路": ("planned_start", "2024-06", False, "2024-12"),
        "丁四路": ("planned_start", "2024-03", False, "2025-06"),
        "戊五路": ("planned_start", "2024-03", False, "2025-06"),
        "己六路": ("building", None, False, "2026-12"),
        "庚七路": ("planned_start", "2024-03", False, "2025-12"),
        "辛八路": ("planned_start", "2024-02", False, "2025-12"),
        "壬九路": ("planned_start", "2024-03", False, "2025-12")},
    "periods-2024.csv": {
        "期一路": ("reserve", None, False, None),
        "期二路": ("reserve", None, False, None),
        "期三路": ("planned_start", "2024-03", False, "2025-10"),
        "期四路": ("planned_start", "2024-03", False, "2025-10"),
        "期五路": ("planned_start", "2024-03", False, "2025-10"),
        "期六路": ("planned_start", "2024-12", True, "2025-12"),
        "期七路": ("planned_start", "2024-10", False, "2025-01"),
        "期八路": ("planned_start", "2024-12", True, "2026-12"),
        "期九路": ("planned_start", "2024-12", True, None),
        "期十路": ("building", "2023-12", True, "2025-12"),
        "期廿路": ("building", "2022-05", False, "2025-06")},
    "nature-2024.csv": {
        "天湖大桥": ("building", "2021-12", True, "2025-12"),
        "地湖学校": ("building", "2022-12", True, "2024-12"),
        "云湖医院": ("building", "2023-12", True, "2025-12"),
        "雨湖公路": ("planned_start", "2024-12", True, "2026-12"),
        "雪湖渠": ("building", "2020-12", True, "2024-12"),
        "风湖厂": ("planned_start", "2024-12", True, "2025-12")},
    "title-continued-2024.csv": {
        "续丙路": ("building", "2024-12", True, "2026-12"),
        "续丁路": ("building", "2023-12", True, "2025-12")},
    "title-preliminary-2026.csv": {
        "前甲路": ("preliminary", "2026-12", True, "2028-12"),
        "前乙路": ("preliminary", "2027-12", True, "2029-12")},
    "title-stopped-2024.csv": {"停丙路": ("stopped", "2021-12", True, "2024-12")},
    "title-withdrawn-2022.csv": {
        "甲路": ("withdrawn", None, False, None),
        "乙路": ("withdrawn", None, False, None)},
}


class Traps(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon("2024-03-01T09:00").start()
        self.addCleanup(self.daemon.remove)
        self.dir = tempfile.mkdtemp(prefix="duban-traps-")
        self.addCleanup(shutil.rmtree, self.dir)
        self.assertEqual(self.run_cli("import", "units", self.write("units.csv", UNITS)).returncode, 0)

    def write(self, name, text):
        path = os.path.join(self.dir, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def run_cli(self, *words, data=None, **env):
        return subprocess.run([program(words), "--data", data or self.daemon.dir, *words], capture_output=True,
                              text=True, timeout=120, env={**os.environ, "LANG": "C.UTF-8", **env})

    def answer(self, *words, code=0, **more):
        done = self.run_cli("--json", *words, **more)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def dry(self, file, *words, code=0):
        return self.answer("import", "projects", os.path.join(TRAPS, file), "--dry-run", *words, code=code)

    def test_what_is_a_project_and_what_is_not(self):
        self.assertEqual(sorted(READ), sorted(os.listdir(TRAPS)))
        for file, (rows, projects, total, plan, skipped, checks, asked) in READ.items():
            with self.subTest(file):
                r = self.dry(file, code=1 if asked else 0)
                self.assertEqual((r["rows_read"], r["imported"]), (rows, projects))
                self.assertEqual((r["total_yuan"], r["plan_yuan"]), (total * 10000, plan * 10000))
                self.assertEqual([s["row"] for s in r["skipped"]], skipped)
                self.assertEqual(len(r["checks"]), checks)
                self.assertEqual([c["group"] for c in r["checks"] if not c["ok"]],
                                 ["东城道路打捆项目 子项 总投资"] if file.startswith("parts-differ") else [])
                problems = r["error"]["problems"] if asked else []
                self.assertEqual([(p["line"], p["code"]) for p in problems], asked)
                if asked:
                    self.assertIn("--" if "two_rows" not in asked[0][1] else "row 3", problems[0]["reason"])

    def test_stages_and_times(self):
        for file, want in SAID.items():
            with self.subTest(file):
                self.answer("import", "projects", os.path.join(TRAPS, file))
                found = {p["name"]: (p["stage"], p["planned_start"], p["planned_start_open"], p["planned_finish"])
                         for p in self.answer("project", "list")}
                self.assertEqual({name: found.get(name) for name in want}, want)

    def test_what_was_asked_is_settled(self):
        path = "parts-differ-2024.csv"
        r = self.dry(path, "--parts", "in")
        self.assertEqual((r["imported"], r["total_yuan"]), (2, 35000000))
        self.assertEqual([c["found"] for c in r["checks"] if not c["ok"]], [29999999.99])
        r = self.dry(path, "--parts", "项目")
        self.assertEqual((r["imported"], r["total_yuan"]), (3, 34999999.99))
        self.assertEqual([c["group"] for c in r["checks"] if not c["ok"]], ["东城道路打捆项目 总投资"])
        done = self.run_cli("import", "projects", os.path.join(TRAPS, path), "--parts", "both")
        self.assertEqual((done.returncode, "usage.parts" in done.stderr), (2, True), done.stderr)
        r = self.dry("same-columns-2024.csv", "--map", "牵头单位=-")
        self.assertEqual((r["imported"], r["total_yuan"]), (2, 3000000))
        r = self.dry("unknown-money-2024.csv", "--map", "2024年总投资=plan")
        self.assertEqual((r["plan_yuan"], [h["map"] for h in r["unknown_headers"]]), (300000, [None]))
        done = self.run_cli("import", "projects", os.path.join(TRAPS, "unknown-money-2024.csv"), "--dry-run",
                            "--map", "2024年总投资=-")
        self.assertIn("--map '一期投资=total'", done.stdout)

    def test_a_refused_list_tells_all_its_problems(self):
        path = self.write("2024.csv", "2024年重点项目\n项目代码,项目名称,责任单位,总投资（万元）,2024年计划投资（万元）\n"
                          "A/1,丙路,市交通局,很多,10\n,丁路,市交通局,5,x\nA:2,戊路,市交通局,5,5\n"
                          ",己路,市交通局,5,5\n,己路,市交通局,5,5\n")
        r = self.answer("import", "projects", path, "--dry-run", code=1)
        self.assertEqual([(p["line"], p["code"]) for p in r["error"]["problems"]],
                         [(3, "key.bad_character"), (3, "money.not_a_number"), (4, "money.not_a_number"),
                          (5, "key.bad_character"), (7, "sheet.two_rows")])
        self.assertEqual(r["imported"], 2)
        r = self.answer("import", "projects", path, "--dry-run", code=1, data=self.dir)
        self.assertEqual([(p["line"], p["code"]) for p in r["error"]["problems"]],
                         [(3, "money.not_a_number"), (4, "money.not_a_number"), (7, "sheet.two_rows")],
                         "without a daemon: what can be said of the file itself")

    def test_a_refused_file_tells_all_its_problems(self):
        self.answer("import", "projects", self.write(
            "p.csv", "code,name,unit,sector,category,stage,total,plan,year,planned_start,planned_finish,list\n"
            "A,甲路,jt,,,building,1000000,1000,2024,2024-01,2025-01,\n"))
        head = "project,no,name,class,unit,person,after,limit\n"
        path = self.write("chains.csv", head + "甲路,1,立\x02项,审批,市交通局,张三,,5个工作日\n"
                          "A,2,可研,审批,市交通局,张三,1,5\nA,3,环评\n无路,4,用地,错类,无局,张三,3,30天\n"
                          "A,x,规划,审批,市交通局,张三,3,4月\n")
        want = [(2, "import.bad_character"), (3, "link.bad_limit"), (4, "import.row_length"),
                (5, "link.unknown_class"), (5, "project.unknown"), (5, "unit.unknown"),
                (6, "link.bad_limit"), (6, "cell.bad_number")]
        r = self.answer("import", "chains", path, code=1)
        self.assertEqual([(p["line"], p["code"]) for p in r["error"]["problems"]], want)
        r = self.answer("import", "chains", path, code=1, data=self.dir)
        self.assertEqual([(p["line"], p["code"]) for p in r["error"]["problems"]], [want[0], want[2]])
        # what is missing stands in the column whose header is not known
        path = self.write("heads.csv", "项目名称,序号,名称,类别,办理责任单位,责任人,办理时限\n"
                          "甲路,1,立项,错类,市交通局,张三,5个工作日\n甲路,2,可研,审批,市交通局,张三,5\n")
        r = self.answer("import", "chains", path, code=1)
        self.assertEqual([(p["line"], p["code"]) for p in r["error"]["problems"]],
                         [(1, "import.unknown_column"), (2, "link.unknown_class"), (3, "link.bad_limit")])
        # beyond what is listed they are counted
        path = self.write("units.csv", "id,name,kind\n" + "".join(f"x{i},名{i}\n" for i in range(250)))
        problems = self.answer("import", "units", path, code=1)["error"]["problems"]
        self.assertEqual((len(problems), problems[-1]["code"], problems[-1]["args"]),
                         (201, "import.more_problems", ["50"]))
        self.assertIn("250 problems", self.run_cli("import", "units", path).stderr)

    def test_projects_by_name_and_limits_as_people_write_them(self):
        self.answer("import", "projects", os.path.join(TRAPS, "breakdown-above-2024.csv"))
        head = "项目名称,序号,名称,类别,责任单位,责任人,办理时限\n"
        path = self.write("chains.csv", head + "甲路,1,立项,审批,市交通局,张三,5个工作日\n"
                          "甲路,2,可研,审批,市交通局,张三,30日\n甲路,3,环评,审批,市交通局,张三,4个月\n"
                          "甲路,4,用地,审批,市交通局,张三,30天\n甲路,5,规划,审批,市交通局,张三,1年\n")
        self.assertEqual(self.answer("import", "chains", path)["created"], 5)
        links = self.answer("chain", "show", "甲路")["links"]
        self.assertEqual([link["limit"] for link in links], ["5wd", "30cd", "4m", "30cd", "12m"])
        self.answer("link", "set", "甲路", "5", "--limit", "１０个工作日", "--reason", "压缩时限")
        self.assertEqual(self.answer("chain", "show", "甲路")["links"][4]["limit"], "10wd")
        self.answer("project", "set", "乙路", "--total", "5万元")
        self.assertEqual(self.answer("project", "show", "乙路")["total"], 50000)
        code = self.answer("project", "show", "乙路")["code"]
        # the parts that dates are sent in go by codes
        words = ("chain", "new", "乙路", "--template", "T-GOV", "--start", "2024-03-01", "--allow-gaps", "--dry-run",
                 "--dates")
        by_name = self.write("names.csv", "项目名称,no,日期\n乙路,21,2024-06-01\n乙路,22,2025-12-01\n")
        by_code = self.write("codes.csv", f"project,no,日期\n{code},21,2024-06-01\n{code},22,2025-12-01\n")
        self.assertEqual(self.answer(*words, by_name), self.answer(*words, by_code))
        self.assertIn("2024-06-01", self.run_cli(*words, by_name).stdout)
        error = self.answer(*words, self.write("no.csv", "项目名称,no,日期\n丙路,21,2024-06-01\n"), code=3)["error"]
        self.assertEqual(error["code"], "project.unknown")
        self.answer("project", "set", code, "--name", "甲路")
        error = self.answer("chain", "show", "甲路", code=3)["error"]
        self.assertEqual((error["code"], error["problems"][0]["args"][1]), ("project.same_name", code))


if __name__ == "__main__":
    unittest.main()
