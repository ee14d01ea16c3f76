#!/usr/bin/python3
"""The papers that go out beside the 督办函: 约谈通知 and 会议纪要, as .docx and as pages to print."""
import os
import zipfile

from wire_daemon import Daemon


def written(d, name, *args):
    """The body of both forms; each part of the .docx must be there."""
    docx, page = (os.path.join(d.top, name + end) for end in (".docx", ".html"))
    for path in (docx, page):
        d.ctl(*args, "--out", path)
    with zipfile.ZipFile(docx) as z:
        assert {"[Content_Types].xml", "word/document.xml", "word/styles.xml"} <= set(z.namelist()), z.namelist()
        text = z.read("word/document.xml").decode()
    with open(page, encoding="utf-8") as f:
        html = f.read()
    return text, html[html.index("<body>"):]


def holds(papers, there, absent=()):
    for paper in papers:
        for words in there:
            assert words in paper, (words, paper)
        for words in (*absent, "{", "}"):
            assert words not in paper, (words, paper)


with Daemon() as d:
    d.city()
    d.import_text("people", "id,name,unit,post\nqian,钱七,xinjian,局长\n")
    d.ctl("talk", "set", "约谈〔2020〕1号", "--unit", "xinjian", "--project", "2020-001", "--person", "钱七",
          "--talker", "赵督查", "--planned", "2020-03-12", "--reason", "征地拆迁严重滞后", "--source", "W01-1-2020-1-1")
    holds(written(d, "约谈", "talk", "show", "约谈〔2020〕1号"),
          ("约谈通知", "约谈〔2020〕1号", "新建区：", "征地拆迁严重滞后", "对钱七进行约谈", "2020年3月12日", "赵督查",
           "“昌北物流园一期”（2020-001）推进情况", "所涉预警：W01-1-2020-1-1。", "另行通知", "2020年3月2日"))
    d.ctl("talk", "set", "约谈〔2020〕2号", "--unit", "jinxian", "--planned", "2020-03-13", "--reason", "连续三次未报送",
          "--place", "督查室")
    holds(written(d, "约谈2", "talk", "show", "约谈〔2020〕2号", "--on", "2020-03-05"),
          ("进贤县：", "你单位主要负责人", "督查室", "市重大重点项目领导小组办公室", "2020年3月5日", "连续三次未报送。"),
          ("所涉预警", "另行通知", "（）"))
    d.ctl("talk", "set", "约谈〔2020〕2号", "--cancelled", "2020-03-02", "--result", "已补报")
    d.ctl("talk", "show", "约谈〔2020〕2号", "--out", os.path.join(d.top, "x.docx"), code=4)
    assert not os.path.exists(os.path.join(d.top, "x.docx"))
    assert "连续三次未报送" in d.ctl("talk", "show", "约谈〔2020〕2号").stdout
    assert d.ctl_json("talk", "show", "约谈〔2020〕1号")["talker"] == "赵督查"

    d.ctl("series", "set", "议定", "--text", "议〔{year}〕{n}号", "--kind", "会议议定事项")
    d.ctl("meeting", "hold", "三重例会", "--tier", "city", "--number", "7", "--projects", "2020-001;2020-002",
          "--attendees", "钱七;周主任", "--chair", "王市长")
    for text in ("六月底前完成拆迁", "补办用地手续"):
        d.ctl("meeting", "decide", "三重例会", "7", "--text", text, "--project", "2020-001")
    papers = written(d, "纪要", "meeting", "show", "三重例会", "7")
    holds(papers, ("三重例会会议纪要", "第7期", "三重例会第7次会议", "2020年3月2日，王市长主持召开三重例会第7次会议。",
                   "昌北物流园一期（2020-001）", "军山湖大道（2020-002）", "出席：钱七、周主任。", "市重点办"), ("主持人",))
    for paper in papers:  # a decision is a paragraph of its own
        first, second = "六月底前完成拆迁（议〔2020〕1号）", "补办用地手续（议〔2020〕2号）"
        between = paper[paper.index(first) + len(first):paper.index(second)]
        assert "<" in between and "；" not in between, between
    d.ctl("meeting", "set", "三重例会", "8", "--tier", "city", "--planned", "2020-03-20")
    d.ctl("meeting", "show", "三重例会", "8", "--out", os.path.join(d.top, "y.docx"), code=4)
    rows = os.path.join(d.top, "rows.csv")
    d.ctl("meeting", "show", "三重例会", "7", "--out", rows)
    assert os.path.getsize(rows) > 0
    d.ctl("talk", "show", "约谈〔2020〕1号", "--out", os.path.join(d.top, "x.pdf"), code=2)
