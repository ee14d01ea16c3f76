#!/usr/bin/python3
"""Told or not, from the command line: the ledger, what a gateway reports, and a reply by a recipient's number."""
from wire_daemon import Daemon

COLUMNS = {"id", "to", "post", "subject", "state", "channel", "at", "result"}

with Daemon() as d:
    d.city()
    d.import_text("people", "id,name,unit,post\nwang,王五,xinjian,科长\nchen,陈七,xinjian,科员\n")
    d.ctl("series", "set", "督办", "--text", "督办〔{year}〕{n}号")
    for title, at in (("加快征迁", "2020-03-02T10:00"), ("加快报批", "2020-03-02T11:00")):
        d.ctl("order", "issue", "--project", "2020-001", "--title", title, "--person", "wang")
        d.ctl("clock", "set", at)
    rows = d.ctl_json("notice", "list", "--person", "wang")
    assert len(rows) == 2 and all(COLUMNS <= set(r) for r in rows), rows
    assert {(r["to"], r["state"], r["result"]) for r in rows} == {("wang", "open", "unknown")}, rows
    assert all(r["at"].startswith("2020-03-02T") for r in rows), rows
    assert d.ctl_json("notice", "list", "--person", "chen") == []
    keys = sorted((r["id"] for r in rows), key=lambda key: int(key.rsplit("-", 1)[1]))
    first, second = (key.rsplit("-", 1)[1] for key in keys)

    shown = d.ctl_json("notice", "show", keys[0])
    assert (shown["notice"]["template"], shown["notice"]["person_id"]) == ("order_issued", "wang"), shown
    said = d.ctl("notice", "show", keys[0]).stdout
    assert "加快征迁" in said and f"回复“收到{first}”签收" in said and "{" not in said, said

    d.ctl("notice", "receipt", "--key", keys[0], "--result", "accepted", "--channel", "sms")
    d.ctl("notice", "receipt", "--key", keys[0], "--result", "failed", "--channel", "sms", "--detail", "停机")
    results = {r["id"]: r["result"] for r in d.ctl_json("notice", "list", "--person", "wang")}
    assert results[keys[0]] == "failed" and results[keys[1]] == "unknown", results
    d.ctl("notice", "receipt", "--key", "ffffffff-20200302101000-1", "--result", "delivered", code=3)
    assert [r["id"] for r in d.ctl_json("notice", "list", "--result", "failed")] == [keys[0]]

    d.ctl("notice", "reply", "--person", "chen", "--text", "收到" + second, code=3)
    d.ctl("notice", "reply", "--person", "wang", "--text", "收到9999", code=3)
    states = {o["title"]: o["state"] for o in d.ctl_json("order", "list")}
    assert states == {"加快征迁": "issued", "加快报批": "issued"}, states
    reply = d.ctl_json("notice", "reply", "--person", "wang", "--text", "收到" + second)
    assert reply["received"] is True and reply["took"] == ["督办〔2020〕2号"], reply
    states = {o["title"]: o["state"] for o in d.ctl_json("order", "list")}
    assert states == {"加快征迁": "issued", "加快报批": "signed"}, states
    row = next(r for r in d.ctl_json("notice", "list", "--person", "wang") if r["id"] == keys[1])
    assert (row["result"], row["channel"]) == ("delivered", "sms"), row
    assert d.ctl_json("notice", "show", keys[1])["notice"]["reply"] == "收到" + second
