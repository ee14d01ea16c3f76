#!/usr/bin/python3
"""`warning week`: what is new, still lit and cleared since Monday, who is to act and since when; on the
screen, as JSON, as a workbook and as a page with title, dates and colours."""
import os
import re
import unittest
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

from wire_daemon import PROJECTS, UNITS, Daemon

# On Monday 2020-01-13 the link 1 of both projects and link 2 of 2020-001 are lit; link 1 of 2020-002
# turns red on Tuesday, its link 2 yellow on Thursday.
CHAINS = """project,no,name,class,unit,leader,person,after,limit,chain_start,service_unit
2020-001,1,立项,审批,xinjian,李四,张三,,5wd,2020-01-02,
2020-001,2,初设,审批,xinjian,李四,张三,,5wd,2020-01-02,
2020-002,1,立项,审批,jinxian,王五,赵六,,7wd,2020-01-02,
2020-002,2,施工许可,审批,jinxian,王五,赵六,,11wd,2020-01-02,zdb
2020-002,3,交底,审批,jinxian,王五,赵六,,10wd,2020-01-02,
"""
RED, YELLOW, GREEN = "FFC8102E", "FFFFCD00", "FFC6E5C3"


class Page(HTMLParser):
    """Title, heads and cells (text, class) of the only table."""

    def __init__(self, text):
        super().__init__()
        self.title, self.heads, self.rows, self.inside, self.kind = "", [], [], None, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.inside, self.kind = tag, dict(attrs).get("class")
        if tag == "tr":
            self.rows.append([])
        elif tag == "th":
            self.heads.append("")
        elif tag == "td":
            self.rows[-1].append(["", self.kind])

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        if self.inside == "h1":
            self.title += data
        elif self.inside == "th":
            self.heads[-1] += data
        elif self.inside == "td":
            self.rows[-1][-1][0] += data


class Week(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = daemon = Daemon("2020-01-02T09:00").start()
        cls.addClassCleanup(daemon.remove)
        daemon.ctl("param", "set", "cadence.profile", "none")  # lamps of links only
        daemon.import_text("units", UNITS)
        daemon.import_text("projects", PROJECTS)
        daemon.import_text("chains", CHAINS)
        for project, no in (("2020-001", "1"), ("2020-001", "2"), ("2020-002", "1")):
            daemon.ctl("link", "start", project, no)
        daemon.ctl("link", "accept", "2020-002", "2", "--no", "受1")
        daemon.ctl("clock", "set", "2020-01-14T09:00")
        daemon.ctl("link", "finish", "2020-001", "1", "--at", "2020-01-13")
        daemon.ctl("clock", "set", "2020-01-16T09:00")

    def week(self, *args):
        return self.daemon.ctl_json("warning", "week", *args)

    def which(self, *args):
        said = self.week(*args)
        return {part: [f"{row['project']}/{row['link']}" for row in said[part]]
                for part in ("new", "still", "cleared")}

    def test_since_monday(self):
        said = self.week()
        self.assertEqual((said["since"], said["until"]), ("2020-01-13", "2020-01-16"))
        # redder than before counts as new
        self.assertEqual(self.which(), {"new": ["2020-002/1", "2020-002/3", "2020-002/2"],
                                        "still": ["2020-001/2"], "cleared": ["2020-001/1"]})

    def test_of_a_unit_or_since_another_day(self):
        self.assertEqual(self.which("--unit", "xinjian"),
                         {"new": [], "still": ["2020-001/2"], "cleared": ["2020-001/1"]})
        # the one whose turn it is
        self.assertEqual(self.which("--unit", "zdb"),
                         {"new": ["2020-002/2"], "still": [], "cleared": []})
        self.assertEqual(self.which("--since", "2020-01-15"),
                         {"new": ["2020-002/3", "2020-002/2"], "still": ["2020-001/2", "2020-002/1"],
                          "cleared": []})

    def test_who_and_since_when(self):
        shown = self.daemon.ctl("--lang", "zh", "warning", "week").stdout.splitlines()
        self.assertEqual(shown[0], "全市红黄灯周报（2020-01-13 至 2020-01-16）：新增 3，在亮 1，销号 1")
        self.assertEqual(len(shown), 2 + 5)
        department = next(line for line in shown if "施工许可" in line)
        self.assertRegex(department, r"^新增 +黄灯 .*进贤县 +市重点办 +王五 +赵六 +2020-01-16 +2020-01-17")
        cleared = next(line for line in shown if line.startswith("销号"))
        self.assertRegex(cleared, r"新建区 +李四 +张三 +2020-01-08 +2020-01-09 +4 +2020-01-13 ")

    def write(self, ending, *args):
        path = os.path.join(self.daemon.top, "week" + ending)
        self.daemon.ctl("--lang", "zh", "warning", "week", *args, "--out", path)
        return path

    def test_as_a_page(self):
        with open(self.write(".html", "--unit", "xinjian"), encoding="utf-8") as f:
            page = Page(f.read())
        self.assertEqual(page.title, "新建区红黄灯周报（2020-01-13 至 2020-01-16）：新增 0，在亮 1，销号 1")
        self.assertEqual(page.heads[:2] + page.heads[-3:],
                         ["本周", "灯", "期限", "超期天数", "销号时间"])
        rows = [row for row in page.rows if row]
        self.assertEqual([row[:2] for row in rows],
                         [[["在亮", None], ["红灯", "red"]], [["销号", None], ["红灯", "green"]]])
        self.assertIn(["2020-01-09", None], rows[0])

    def test_as_a_document(self):
        w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
        with zipfile.ZipFile(self.write(".docx", "--unit", "xinjian")) as file:
            body = ElementTree.fromstring(file.read("word/document.xml"))[0]
            core = file.read("docProps/core.xml").decode()
            self.assertEqual(file.testzip(), None)
            for name in file.namelist():
                ElementTree.fromstring(file.read(name))

        def text(of):
            return "".join(t.text for t in of.iter(w + "t"))

        def style(p):
            at = p.find(f"{w}pPr/{w}pStyle")
            return at.get(w + "val") if at is not None else ""
        self.assertIn("<dc:title>新建区红黄灯周报</dc:title>", core)
        self.assertEqual([(style(p), text(p)) for p in body.findall(w + "p")], [
            ("Title", "新建区红黄灯周报"),
            ("", "2020年1月13日至2020年1月16日，新建区新增红黄灯0盏，仍在亮1盏，销号1盏。"),
            ("Heading1", "一、在亮（1）"), ("Heading1", "二、销号（1）")])
        still, cleared = body.findall(w + "tbl")
        heads, row = [[text(c) for c in r.iter(w + "tc")] for r in still.iter(w + "tr")]
        self.assertEqual((heads[0], heads[-1], row[0]), ("灯", "销号时间", "红灯"))
        self.assertIn("2020-01-09", row)
        # a long text leaves a date the room to stand in one line
        widths = [int(g.get(w + "w")) for g in still.iter(w + "gridCol")]
        self.assertGreater(widths[row.index("2020-01-09")] / max(widths), 0.65)
        self.assertEqual(len(list(still.iter(w + "tblHeader"))), 1)
        fills = [[s.get(w + "fill") for s in part.iter(w + "shd")] for part in (still, cleared)]
        self.assertEqual(fills, [[RED[2:]], [GREEN[2:]]])
        self.assertEqual({t.get("{http://www.w3.org/XML/1998/namespace}space") for t in body.iter(w + "t")},
                         {"preserve"})

    def test_as_a_workbook(self):
        with zipfile.ZipFile(self.write(".xlsx")) as book:
            strings = re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode())
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
            styles = book.read("xl/styles.xml").decode()
        cells = {ref: (re.search(r' s="(\d+)"', more), value) for ref, more, value in
                 re.findall(r'<c r="([A-Z]+\d+)"([^>]*)><v>([^<]*)</v>', sheet)}
        self.assertEqual(strings[int(cells["A1"][1])],
                         "全市红黄灯周报（2020-01-13 至 2020-01-16）：新增 3，在亮 1，销号 1")
        fills = re.findall(r'<fill>.*?</fill>', styles)
        formats = re.findall(r'<xf [^>]*fillId="(\d+)"', styles.split("<cellXfs")[1])

        def colour(ref):
            return re.search(r'fgColor rgb="(\w+)"', fills[int(formats[int(cells[ref][0][1])])])[1]
        self.assertEqual([colour(f"B{row}") for row in range(3, 8)], [RED, YELLOW, YELLOW, RED, GREEN])
        # a date is a number of days, shown as a date
        self.assertEqual(cells["K3"][1], "43843")  # 2020-01-13
        self.assertIn('formatCode="yyyy-mm-dd"', styles)


if __name__ == "__main__":
    unittest.main()
