#!/usr/bin/python3
"""duban-notify by Kannel's sendsms, before a strict stand-in of it: texts and their headers, receipts in every
order, a carrier that refuses, is busy, or cuts the line; SIGKILL with texts in flight; replies in what codings
phones use; a listener that believes nobody."""
import os
import re
import signal

from notify_carrier import Carrier, get, units
from notify_gateway import Gateway, free_port
from wire_daemon import Daemon

PEOPLE = ["wang", "chen", "zhao", "qian", "sun", "li", "zhou", "wu"]
NUMBER = {p: f"1380013800{i}" for i, p in enumerate(PEOPLE)}
TIMES = iter([f"2020-03-{d:02}T{h:02}:00" for d in (2, 3, 4, 5, 6) for h in range(10, 17)])


def order(d, *people, title="加快征迁"):
    for p in people:
        d.ctl("order", "issue", "--project", "2020-001", "--title", title, "--person", p)
    d.ctl("clock", "set", next(TIMES))


def ledger(d, person):
    return [r["result"] for r in d.ctl_json("notice", "list", "--person", person)]


def collect(c, *people):
    """What arrives for these; others have been told again meanwhile."""
    sent = {}
    while not {NUMBER[p] for p in people} <= set(sent):
        q = c.next()
        sent[q["to"]] = q
    return {p: sent[NUMBER[p]] for p in people}


def receipts_in_every_order(d, g, c):
    """8 then 1; 2; 16 with the centre's word; 1 before sendsms has answered; busy first; denied."""
    people = PEOPLE[:6]
    c.plans = {NUMBER["qian"]: [lambda q: c.report(q, 1) == 200 and None], NUMBER["sun"]: ["busy", "busy", "ok"],
               NUMBER["li"]: ["deny"]}
    order(d, *people)
    g.start()
    sent = collect(c, *people)
    assert sent["wang"]["text"].startswith("【市重点办】督办件：") and sent["wang"]["header"] is None, sent["wang"]
    for person, statuses in (("wang", (8, 1)), ("chen", (8, 2)), ("zhao", (16,))):
        for status in statuses:
            assert c.report(sent[person], status, "NACK/0x0000000b/" if status == 16 else "") == 200
    for _ in range(2):  # busy twice: the one that was taken is the last
        sent["sun"] = collect(c, "sun")["sun"]
    for status in (1, 8, 1):
        assert c.report(sent["sun"], status) == 200
    told = g.finals(6)
    results = {p: ledger(d, p) for p in people}
    assert [results[p] for p in ("wang", "qian", "sun")] == [["delivered"]] * 3, results
    assert all("failed" in results[p] for p in ("chen", "zhao", "li")), results
    details = {r["detail"] for r in told if r["result"] == "failed"}
    assert "NACK/0x0000000b/" in details and any("denied by" in (x or "") for x in details), details
    assert g.status()["delivered_total"] == 3 and g.status()["failed_total"] == 3, g.status()
    g.stop()


def long_texts(d, g, c):
    """Three parts, each with a header, none cut through a surrogate pair; delivered when all are."""
    c.plans, title = {}, "𠮷" * 50
    order(d, "zhou", title=title)
    g.start()
    parts = []
    while len(parts) < 3:
        parts += [q for q in (c.next(),) if q["to"] == NUMBER["zhou"]]
    parts.sort(key=lambda q: q["header"][2])
    assert [q["header"][1:] for q in parts] == [(3, 1), (3, 2), (3, 3)], parts
    assert len({q["header"][0] for q in parts}) == 1 and title in "".join(q["text"] for q in parts), parts
    assert all(units(q["text"]) in (66, 67) for q in parts[:2]), parts
    for q in parts:
        assert ledger(d, "zhou") != ["delivered"]
        assert c.report(q, 1) == 200
    g.until(lambda rows: ledger(d, "zhou") == ["delivered"])
    g.stop()


def killed_and_cut(d, g, c):
    """In flight when the line is cut or the gateway killed: sent once more, marked, unless a receipt comes."""
    before = g.status()["doubled_total"]
    c.plans = {NUMBER["wu"]: ["cut", "ok"]}
    order(d, "wu")
    g.start()
    for _ in range(2):
        q = collect(c, "wu")["wu"]
    assert c.report(q, 1) == 200
    g.until(lambda rows: ledger(d, "wu") == ["delivered"])
    assert g.status()["doubled_total"] == before + 1, g.status()

    c.plans = {NUMBER["wu"]: [lambda q: g.process.kill() or "cut", "ok"]}
    order(d, "wu", title="加快报批")
    collect(c, "wu")
    g.process.wait()
    assert g.status()["in_flight"] == 1 and g.status()["running"] == 0, g.status()
    g.start()
    q = collect(c, "wu")["wu"]
    assert "加快报批" in q["text"] and "in flight when the program ended" in g.log()
    # killed before it can confirm the receipt: Kannel tells it again
    assert c.report(q, 8) == 200
    g.stop(signal.SIGKILL)
    g.start()
    assert c.report(q, 1) == 200 and c.report(q, 1) == 200
    g.until(lambda rows: ledger(d, "wu") == ["delivered"] * 2)
    assert g.status()["doubled_total"] == before + 2, g.status()
    while not c.arrived.empty():
        assert c.next()["to"] != NUMBER["wu"]
    g.stop()


def replies(d, g, c, base):
    """收到 from the recipient's own number is his signature, in whatever coding; nobody else's is."""
    c.plans = {}
    order(d, "wang", title="请签收甲")
    g.start()
    q = collect(c, "wang")["wang"]
    num = q["text"].split("收到")[1].split("”")[0]
    assert c.reply(base, NUMBER["wu"], "收到" + num) == 200  # another recipient: the daemon refuses it
    assert c.reply(base, "13911112222", "收到" + num) == 200
    assert c.reply(base, "+86" + NUMBER["wang"], ("收到" + num).encode("gbk"), "3") == 200
    assert c.reply(base, "+86" + NUMBER["wang"], ("收到" + num).encode("gbk"), "3", "2") == 200  # twice
    g.until(lambda rows: any(r["result"] == "delivered" and r["num"] == int(num) for r in rows))
    order(d, "wang", title="请签收乙")
    num = collect(c, "wang")["wang"]["text"].split("收到")[1].split("”")[0]
    assert c.reply(base, NUMBER["wang"], ("收到" + num).encode("utf-16-be"), "2") == 200
    signed = d.ctl("watch", "--json", "--from", "start", "--kind", "notice_replied", "--count", "2", "--idle",
                   "40").stdout
    assert signed.count("收到") == 2 and {o["state"] for o in d.ctl_json("order", "list") if "请签收" in o["title"]} \
        == {"signed"}, signed
    # two wait for him: he is asked which, and answers
    order(d, "wang", title="请签收丙")
    first = collect(c, "wang")["wang"]["text"].split("收到")[1].split("”")[0]
    order(d, "wang", title="请签收丁")
    second = collect(c, "wang")["wang"]["text"].split("收到")[1].split("”")[0]
    assert c.reply(base, NUMBER["wang"], "收到") == 200
    asked = collect(c, "wang")["wang"]["text"]
    nums = re.fullmatch("【市重点办】您有多项待签收事项，请在“收到”后加编号回复，如“收到(\\d+)”。编号：([\\d、]+)。", asked)
    assert nums and {nums[1], first, second} <= set(nums[2].split("、")), asked
    assert c.reply(base, NUMBER["wang"], "收到" + second) == 200
    d.ctl("watch", "--json", "--from", "start", "--kind", "notice_replied", "--count", "3", "--idle", "40")
    states = {o["title"]: o["state"] for o in d.ctl_json("order", "list")}
    assert (states["请签收丙"], states["请签收丁"]) == ("issued", "signed"), states
    state = g.status()
    assert (state["replies_total"], state["strangers_total"], state["refused_total"]) == (5, 1, 1), state
    g.stop()


def the_listener_believes_nobody(d, g, c, base):
    g.start()
    ref = "f" * 20
    assert get(f"{base}/dlr?secret=wrong&ref={ref}&status=1") == 403
    assert get(f"{base}/dlr?ref={ref}&status=1") == 403
    assert get(f"{base}/none?secret={c.secret}") == 404
    for bad in ("status=1", f"ref={ref}&status=0", f"ref={ref}&status=32", f"ref={ref}&status=x"):
        assert get(f"{base}/dlr?secret={c.secret}&{bad}") == 400, bad
    assert get(f"{base}/mo?secret={c.secret}&from=1") == 400
    assert get(f"{base}/dlr?secret={c.secret}", b"x" * 20000) == 413
    assert get(f"{base}/dlr?secret={c.secret}&ref={'x' * 20000}&status=1") in (0, 414, 431)
    for _ in range(2):
        assert get(f"{base}/dlr?secret={c.secret}&ref={ref}&status=1") == 200
    assert get(f"{base}/dlr?secret={c.secret}&ref=%00%ff%0a&status=1") == 200
    assert g.status()["orphans_total"] == 3, g.status()
    g.stop()
    assert c.secret not in g.log() and c.password not in g.log()


def each_fault_has_its_line(d, g, c, port):
    own = {"url": c.url, "user": "duban", "password": g.secret("password", c.password),
           "listen": f"127.0.0.1:{port}", "secret": g.secret("secret", c.secret)}

    def bad(**changes):
        g.configure("kannel", {**own, **changes})
        return [line for line in g.run("doctor", code=None).splitlines() if line.startswith("BAD")]

    assert not bad()
    (line,) = bad(password=g.secret("wrong", "falsch"))
    assert line.startswith("BAD  kannel user: Kannel does not know this user and password"), line
    (line,) = bad(url=f"http://127.0.0.1:{free_port()}/cgi-bin/sendsms")
    assert line.startswith("BAD  kannel: ") and "connect" in line, line
    g.configure("kannel", {**own, "secret": g.secret("short", "0123%d")})
    assert "secret: it is not 16 or more letters and digits" in g.run("doctor", code=3)
    os.chmod(own["password"], 0o644)
    g.configure("kannel", own)
    assert "others can read or change it: chmod 600" in g.run("doctor", code=3)


with Daemon() as d:
    d.city()
    d.import_text("people", "id,name,unit,post,phone\n" + "".join(
        f"{p},王{i},xinjian,科长,{NUMBER[p]}\n" for i, p in enumerate(PEOPLE)))
    d.ctl("series", "set", "督办", "--text", "督办〔{year}〕{n}号")
    c, port = Carrier(), free_port()
    g = Gateway(d, "sms", "kannel", {})
    g.configure("kannel", {"url": c.url, "user": "duban", "password": g.secret("password", c.password),
                           "listen": f"127.0.0.1:{port}", "secret": g.secret("secret", c.secret)},
                "doubt-seconds = 0")
    try:
        receipts_in_every_order(d, g, c)
        long_texts(d, g, c)
        killed_and_cut(d, g, c)
        replies(d, g, c, f"http://127.0.0.1:{port}")
        the_listener_believes_nobody(d, g, c, f"http://127.0.0.1:{port}")
        each_fault_has_its_line(d, g, c, port)
    finally:
        if g.process:
            g.process.kill()
            g.process.wait()
            print(g.log())
    c.close()
