#!/usr/bin/python3
"""duban-notify with a file outbox: notices become texts at the right numbers, once each, and the ledger
says what became of them; SIGKILL loses none; what is stale is not sent."""
import os
import signal
import subprocess

from notify_gateway import NOTIFY, Gateway, lines
from wire_daemon import Daemon

PEOPLE = """id,name,unit,post,phone
wang,王五,xinjian,科长,+86 138-0013-8001
chen,陈七,xinjian,科员,0791-83886666
zhao,赵八,xinjian,科员,
"""
TIMES = [f"2020-03-02T{h:02}:{m:02}" for h in range(10, 17) for m in (0, 30)]


def results(d):
    return {r["id"]: (r["to"], r["result"]) for r in d.ctl_json("notice", "list")}


def own_program(d, g):
    """exec: the exit code says what became of it, whatever else the program does."""
    path, seen = os.path.join(d.top, "program"), os.path.join(d.top, "seen")
    for code, then, says, exit_code in (
            (0, "echo A17", "taken, id A17", 0), (65, "echo 停机", "refused: 停机", 1),
            (75, "echo full", "not taken now: full", 1), (1, "", "no answer: it may have gone", 1),
            (0, "kill -9 $$", "no answer: it may have gone: the program was killed", 1),
            (0, "tail -f /dev/null", "no answer: it may have gone: the program took too long", 1)):
        with open(path, "w", encoding="utf-8") as f:
            f.write(f"#!/bin/sh\ncat >{seen}\n{then}\nexit {code}\n")
        os.chmod(path, 0o700)
        g.configure("exec", {"program": path, "seconds": "1" if "tail" in then else "30"})
        said = g.run("test", "--to", "13800138002", "好", code=exit_code)
        assert f"trial1: {says}\n" in said, (said, says)
        (message,) = lines(seen)
        assert message["to"] == "13800138002" and message["text"] == "【市重点办】好", message
    g.configure("exec", {"program": "/nowhere/program"})
    assert "program: /nowhere/program: No such file" in g.run("doctor", code=3)


def order(d, title, person):
    d.ctl("order", "issue", "--project", "2020-001", "--title", title, "--person", person)


def bad_configurations(d, g):
    said = subprocess.run([NOTIFY, "run"], capture_output=True, text=True).stderr
    assert "give --config FILE" in said, said
    g.configure("outbox", {"file": "relative", "plain": "perhaps", "colour": "red"}, "rate = 0\nspeed = 3")
    said = g.run("run", code=3)
    for part in ("rate: '0' is no number from 1 to 10000", "there is no key speed",
                 "plain: 'perhaps' is neither yes nor no", "there is no key colour", ".conf:4:"):
        assert part in said, (part, said)
    g.configure("pigeon", {})
    assert "there is no pigeon" in g.run("run", code=3)


with Daemon() as d:
    d.city()
    d.import_text("people", PEOPLE)
    d.ctl("series", "set", "督办", "--text", "督办〔{year}〕{n}号")
    out = os.path.join(d.top, "texts")
    g = Gateway(d, "sms", "outbox", {"file": out})
    bad_configurations(d, g)
    g.configure("outbox", {"file": out})

    order(d, "加快征迁", "wang")
    order(d, "补充材料", "chen")
    d.ctl("clock", "set", TIMES[0])
    with g:
        told = g.reported(2)
    assert sorted(r["result"] for r in told) == ["accepted", "failed"], told
    (text,) = lines(out)
    assert text["to"] == "13800138001" and text["text"].startswith("【市重点办】督办件："), text
    assert "加快征迁" in text["text"] and "{" not in text["text"] and (text["part"], text["parts"]) == (1, 1)
    assert {v for v in results(d).values()} >= {("wang", "accepted"), ("chen", "failed")}, results(d)
    (failed,) = (r for r in told if r["result"] == "failed")
    assert failed["detail"] == "not a mobile telephone number", failed
    assert "13800138001" not in g.log() and "征迁" not in g.log(), g.log()

    # killed without a word, it goes on from its last commit: each text once
    for i, at in enumerate(TIMES[1:6]):
        order(d, f"加快报批第{i}项", "wang")
        d.ctl("clock", "set", at)
        g.start().reported(4 + i)  # 陈七 is tried twice
        g.stop(signal.SIGKILL)
    with g:
        g.reported(8)
    texts = lines(out)
    assert len(texts) == 6 and [sum(f"第{i}项" in t["text"] for t in texts) for i in range(5)] == [1] * 5, texts
    state = g.status()
    assert (state["running"], state["waiting"], state["taken_total"]) == (0, 0, 8), state
    assert (state["failed_total"], state["submitted_parts"], state["doubled_total"]) == (2, 6, 0), state
    assert 'duban_notify_taken_total{transport="outbox"} 8' in g.run("status", "--prometheus")

    # what was not sent in time never is; how things stand now is told in its place
    order(d, "过期事项", "wang")
    d.ctl("clock", "set", TIMES[7])
    d.ctl("clock", "set", "2020-03-20T10:00")
    with g:
        assert "expired" in {r["result"] for r in g.reported(9)}
    assert g.status()["expired_total"] >= 1
    with g:  # the same outbox is used by one at a time
        assert "another duban-notify is using it" in g.run("run", code=3)
        assert g.status()["running"] == 1

    # from the first event again: no key is sent twice
    before = lines(out)
    g.start("--from-start")
    order(d, "最后一项", "zhao")
    d.import_text("people", PEOPLE.replace("赵八,xinjian,科员,", "赵八,xinjian,科员,13800138003"))
    d.ctl("clock", "set", "2020-03-20T11:00")
    g.until(lambda rows: any(r["result"] == "accepted" for r in d.ctl_json("notice", "list", "--person", "zhao")))
    g.stop()
    after = [t["key"] for t in lines(out)]
    assert len(after) > len(before) and len(after) == len(set(after)), after

    # by hand
    said = g.run("test", "--dry-run", "--to", "１３８ ００１３ ８００２", "甲" * 80)
    assert "to 13800138002, 2 part(s)" in said and "1/2  67 units" in said, said
    assert "not a telephone number" in g.run("test", "--to", "wang", "好", code=2)
    said = g.run("test", "--to", "13800138002", "好")
    assert "trial1: taken" in said and lines(out)[-1]["text"] == "【市重点办】好", said
    assert "BAD" not in g.run("doctor")
    d.principal("desk", "office")
    with open(g.config, encoding="utf-8") as f:
        wrong = f.read().replace("sms.conn", "desk.conn")
    with open(g.config, "w", encoding="utf-8") as f:
        f.write(wrong)
    bad = [line for line in g.run("doctor", code=1).splitlines() if line.startswith("BAD")]
    assert len(bad) == 1 and "not of the role gateway" in bad[0], bad
    own_program(d, g)
