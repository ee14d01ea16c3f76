#!/usr/bin/python3
"""What scripts rely on: each list has at least its fixed columns, each file its fixed heads, and every noun its verbs.
The lists below are the promise; what is added later stands behind or beside, nothing of these goes."""
import csv
import io
import os

from wire_daemon import Daemon

TODO = "kind id what project link due days_late level why next_step next_at"
LISTS = {
    ("todo",): TODO,
    ("todo", "--unit", "xinjian"): TODO,
    ("todo", "--person", "li"): TODO,
    ("todo", "--post", "分管领导", "--unit", "xinjian"): TODO,
    ("order", "list"): "number kind project unit issued due state days_late handler",
    ("problem", "list"): "id project tier state raised due days_late unit title",
    ("notice", "list"): "id to post subject state channel at result",
    ("proposal", "list"): "id kind subject unit since decided decision",
    ("warning", "list"): "id rule project level acked_by acked_until root step told",
}
for by in ("rule", "unit", "list"):
    for count in ("lamps", "projects"):
        LISTS["clearing", "rate", "--from", "2020-01-01", "--to", "2020-12-31", "--by", by, "--count", count] = \
            "group raised cleared rate"
LISTS["clearing", "rate", "--from", "2020-01-01", "--to", "2020-12-31"] = "group raised cleared rate"
FILES = {
    "orders": "number,kind,project,unit,title,issued,due,state,signer",
    "problems": "id,project,tier,unit,title,raised,due,state",
    "meetings": "series,number,held,tier,projects,decisions",
}
VERBS = """warning ack|warning answer|warning clear|warning reopen|order list|order show|order issue|problem list|
problem raise|supervision show|supervision finding|duty list|duty done|meeting hold|meeting decide|exemption set|
exemption list|notice list|proposal list|proposal accept|proposal refuse|escalation show|clearing rate|todo"""
STATES = ["issued", "signed", "working", "answered", "accepted", "returned", "withdrawn"]

with Daemon() as d:
    d.city()
    d.import_text("people", "id,name,unit,post\nli,李四,xinjian,科长\nzhang,张三,xinjian,局长\n")
    d.import_text("posts", "person,unit,title,kind,from\nzhang,xinjian,分管领导,分管领导,2020-01-01\n")
    d.ctl("series", "set", "督办", "--text", "督办〔{year}〕{n}号")
    d.import_text("orders", "number,kind,project,unit,title,issued,due,state,closed,answer,answered\n" + "".join(
        f"旧{i}号,督办函,2020-001,xinjian,事项{i},2020-02-03,2020-02-10,{state},"
        f"{'2020-02-10' if state in ('accepted', 'withdrawn') else ''},"
        f"{'已办,2020-02-10' if state in ('answered', 'accepted') else ','}\n" for i, state in enumerate(STATES)))
    d.ctl("order", "issue", "--project", "2020-001", "--title", "加快征迁", "--person", "li", "--signer", "王某")
    d.ctl("problem", "raise", "--title", "征地受阻", "--project", "2020-001")
    d.ctl("meeting", "hold", "三重例会", "--tier", "city", "--projects", "2020-001", "--chair", "王市长")
    d.ctl("meeting", "decide", "三重例会", "1", "--text", "六月底前完成拆迁", "--project", "2020-001")
    d.ctl("link", "start", "2020-001", "1")
    d.ctl("clock", "set", "2020-04-20T09:00")

    for words, columns in LISTS.items():
        rows = d.ctl_json(*words)
        assert isinstance(rows, list) and rows, (words, rows)
        for row in rows:
            lacks = set(columns.split()) - set(row)
            assert not lacks, (words, lacks, row)

    states = {o["number"]: o["state"] for o in d.ctl_json("order", "list")}
    assert [states[f"旧{i}号"] for i in range(len(STATES))] == STATES, states
    order = next(o for o in d.ctl_json("order", "list") if o["number"] == "督办〔2020〕1号")
    assert (order["kind"], order["project"], order["unit"], order["issued"], order["due"], order["handler"]) == (
        "letter", "2020-001", "xinjian", "2020-03-02", "2020-03-11", "李四"), order
    assert order["days_late"] == 40, order
    problem = d.ctl_json("problem", "list")[0]
    assert (problem["id"], problem["tier"], problem["raised"], problem["due"], problem["days_late"]) == (
        "2020-0001", "L1", "2020-03-02", "2020-03-05", 46), problem
    lamp = next(w for w in d.ctl_json("warning", "list") if w["rule"] == "W01" and w["level"] == "red")
    assert lamp["acked_by"] is None and lamp["acked_until"] is None and isinstance(lamp["root"], str), lamp
    assert isinstance(lamp["step"], int) and lamp["step"] > 0 and "told" in lamp, lamp
    todo = d.ctl_json("todo")
    assert {t["kind"] for t in todo} >= {"warning", "order", "proposal"}, {t["kind"] for t in todo}
    proposal = d.ctl_json("proposal", "list", "--open")[0]
    assert proposal["decided"] is None and not proposal["decision"] and proposal["since"].startswith("2020-"), proposal
    notice = d.ctl_json("notice", "list")[0]
    assert notice["result"] == "unknown" and notice["at"].startswith("2020-") and notice["to"] in ("li", "zhang"), notice

    out = os.path.join(d.top, "out")
    d.ctl("export", out)
    for name, heads in FILES.items():
        with open(os.path.join(out, name + ".csv"), encoding="utf-8-sig") as f:
            text = f.read()
        assert text.startswith(heads), (name, text.splitlines()[0])
        assert len(list(csv.reader(io.StringIO(text)))) > 1, name
        d.ctl("import", name, os.path.join(out, name + ".csv"))
        again = os.path.join(d.top, "again")
        d.ctl("export", again)
        with open(os.path.join(again, name + ".csv"), encoding="utf-8-sig") as f:
            assert f.read() == text, name + ": what an export writes comes in again unchanged"

    for verb in VERBS.replace("\n", "").split("|"):
        d.ctl("help", *verb.split())
