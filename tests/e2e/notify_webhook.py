#!/usr/bin/python3
"""duban-notify by webhooks, before strict stand-ins: to persons by an application's token, which is renewed once when it
is over; to groups by robots with their two signatures and no more a minute than they take; an answer's code counts, not
its status; who is slow, cut, busy or unknown holds up nobody."""
from notify_gateway import Gateway
from notify_robots import AGENT, CORP, KEY, SECRET, Robots
from wire_daemon import Daemon

PEOPLE = ["wang", "chen", "zhao", "qian", "sun", "li"]
TIMES = iter([f"2020-03-{d:02}T{h:02}:00" for d in (2, 3, 4) for h in range(10, 17)])


def order(d, *people, title="加快征迁"):
    for p in people:
        d.ctl("order", "issue", "--project", "2020-001", "--title", title, "--person", p)
    d.ctl("clock", "set", next(TIMES))


def taken(d):
    return {r["to"] for r in d.ctl_json("notice", "list") if r["result"] == "accepted"}


def details(rows):
    return {r["detail"] for r in rows if r["result"] == "failed"}


def persons(d, g, r, app):
    """Refused, busy, cut in the answer, an answer that comes too late: each for himself."""
    g.configure("webhook", {**app, "seconds": "2"}, "doubt-seconds = 0")
    r.plans = {"u.chen": [{"errcode": 81013, "errmsg": "user & party & tag all invalid"}], "u.zhao":
               [{"errcode": 45009, "errmsg": "api freq out of limit"}, "ok"], "u.qian": ["cut", "ok"],
               "u.sun": ["late", "ok"], "u.wang": [{"errcode": 42001, "errmsg": "access_token expired"}, "ok"]}
    order(d, *PEOPLE)
    with g:
        told = g.until(lambda rows: {"wang", "zhao", "qian", "sun"} <= taken(d) and len(details(rows)) == 2)
    r.released.set()
    came = [r.next() for _ in range(r.arrived.qsize())]
    assert {to: sum(c[0] == to for c in came) for to in ("u.wang", "u.zhao", "u.qian", "u.sun")} == {
        "u.wang": 2, "u.zhao": 2, "u.qian": 2, "u.sun": 2}, came
    assert all(c[1].startswith("【市重点办】督办件：") and "加快征迁" in c[1] for c in came), came
    assert g.status()["doubled_total"] == 2 and len(r.tokens) == 2, (g.status(), r.tokens)
    assert details(told) == {"this person is not in the list of addresses", "no such user, or the application is not "
                             "open to him (81013: user & party & tag all invalid)"}, details(told)


def a_token_that_never_works(g, r, app):
    """Renewed once for a message, not for ever."""
    r.plans, before = {"u.wang": [{"errcode": 42001, "errmsg": "expired"}]}, len(r.tokens)
    g.configure("webhook", app)
    assert "not taken now: the access token is over (42001: expired)" in g.run("test", "--to", "u.wang", "好", code=1)
    assert len(r.tokens) == before + 2, r.tokens
    r.plans = {"u.wang": [{"errcode": 45009, "errmsg": "api freq out of limit"}]}
    assert "not taken now: too many messages in a minute (45009: api freq out of limit)" in g.run(
        "test", "--to", "u.wang", "好", code=1)
    r.plans = {}
    while not r.arrived.empty():
        r.next()


def kinds(g, r, robots):
    """One message of each kind, signed as it wants; then with a wrong secret or key."""
    wrong = g.secret("wrong", "falsch")
    for own, to, name, bad, words in (
            (robots["wecom-robot"], "13800138001", ["13800138001"], {"key": wrong},
             "refused: key is none of a robot that is still there (93000: invalid webhook url)"),
            (robots["dingtalk-robot"], "13800138001", {"atMobiles": ["13800138001"], "isAtAll": False},
             {"secret": wrong}, "refused: the secret is wrong, the clock is off"),
            (robots["feishu-robot"], "group", None, {"secret": wrong}, "refused: the secret is wrong, or the clock"),
            (robots["json"], "13800138001", "13800138001", {"secret": wrong}, "refused: HTTP 401")):
        g.configure("webhook", own)
        assert "trial1: taken" in g.run("test", "--to", to, "好"), own
        assert r.next()[:2] == (name, "【市重点办】好"), own
        g.configure("webhook", {**own, **bad})
        assert words in g.run("test", "--to", to, "好", code=1), (own, words)
    g.configure("webhook", robots["wecom-robot"])
    said = g.run("test", "--to", "group", "甲" * 700)
    (one, two) = sorted((r.next()[1] for _ in range(2)), key=lambda t: t[:9])
    assert one.startswith("（1/2）【市重点办】甲") and two.startswith("（2/2）甲") and said.count("taken") == 2, said
    assert one[5:] + two[5:] == "【市重点办】" + "甲" * 700, (one, two)


def answers_of_a_sick_receiver(g, r, robots):
    for act, words in (("stall", "no answer: it may have gone"), ("cut", "no answer: it may have gone"),
                       (503, "not taken now: HTTP 503"), (422, "refused: HTTP 422")):
        r.released.clear()
        r.plans = {"any": [act]}
        g.configure("webhook", {**robots["json"], "seconds": "1"})
        assert words in g.run("test", "--to", "13800138001", "好", code=1), act
        r.released.set()
        r.next()
    r.plans = {"any": [502]}  # HTML, or nothing
    g.configure("webhook", robots["wecom-robot"])
    assert "HTTP 502, and not an answer of this service" in g.run("test", "--to", "group", "好", code=1)
    r.next()
    r.plans = {}


def no_more_a_minute_than_a_robot_takes(d, g, r, robots):
    g.configure("webhook", {**robots["wecom-robot"], "per-minute": "0", "mention": "no"}, "start = now\nrate = 50")
    with g:
        order(d, "wang", "li", title="加快报批")
        came = [r.next() for _ in range(2)]
    assert all(c[0] is None and c[1].startswith("【市重点办】督办件：") for c in came), came
    assert came[1][2] - came[0][2] > 2.5, came


def each_fault_has_its_line(g, app, robots):
    def bad(own):
        g.configure("webhook", own)
        return [line for line in g.run("doctor", code=None).splitlines() if line.startswith("BAD")]

    assert not bad(app) and not bad(robots["wecom-robot"])
    (line,) = bad({**app, "secret": g.secret("wrong", "falsch")})
    assert line == "BAD  access token: the secret is wrong (40001: invalid credential)", line
    (line,) = bad({**app, "users": g.secret("torn", "person,address\nwang")})
    assert "torn:2: write person,address" in line, line
    for own, words in (({**app, "url": "http://10.1.2.3"}, "http:// is only for 127.0.0.1"),
                       ({**app, "agent": "x"}, "wecom-app needs agent, a number"),
                       ({**app, "kind": "pigeon"}, "'pigeon' is none of wecom-robot"),
                       ({**app, "url": app["url"] + "/x"}, "only https://HOST is wanted"),
                       ({"kind": "dingtalk-robot"}, "dingtalk-robot needs key"),
                       ({**robots["feishu-robot"], "mention": "yes"}, "feishu-robot cannot name anybody"),
                       ({**robots["feishu-robot"], "markdown": "yes"}, "feishu-robot has none")):
        g.configure("webhook", own)
        assert words in g.run("doctor", code=3), words


with Daemon() as d:
    d.city()
    d.import_text("people", "id,name,unit,post,phone\n" + "".join(
        f"{p},王{i},xinjian,科长,1380013800{i}\n" for i, p in enumerate(PEOPLE)))
    d.ctl("series", "set", "督办", "--text", "督办〔{year}〕{n}号")
    r, g = Robots(), Gateway(d, "app", "webhook", {})
    key, secret = g.secret("key", KEY), g.secret("secret", SECRET)
    app = {"kind": "wecom-app", "url": r.url, "corp": CORP, "agent": str(AGENT), "secret": secret, "users": g.secret(
        "users", "person,address\n" + "".join(f"{p},u.{p}\n" for p in PEOPLE if p != "li"))}
    fast = {"url": r.url, "per-minute": "60000"}
    robots = {"wecom-robot": {"kind": "wecom-robot", "key": key, "mention": "yes", **fast},
              "dingtalk-robot": {"kind": "dingtalk-robot", "key": key, "secret": secret, "mention": "yes", **fast},
              "feishu-robot": {"kind": "feishu-robot", "key": key, "secret": secret, **fast},
              "json": {"kind": "json", "secret": secret, **fast, "url": r.url + "/own"}}
    persons(d, g, r, app)
    a_token_that_never_works(g, r, app)
    kinds(g, r, robots)
    answers_of_a_sick_receiver(g, r, robots)
    no_more_a_minute_than_a_robot_takes(d, g, r, robots)
    each_fault_has_its_line(g, app, robots)
    for word in (KEY, SECRET, "u.wang", "征迁", *r.tokens):
        assert word not in g.log(), g.log()
    r.close()
