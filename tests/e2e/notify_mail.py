#!/usr/bin/python3
"""duban-notify by mail, before a strict server of SMTP: STARTTLS or nothing, a password only behind it; headers and
text as every program of mail reads them; a wrong address fails, a busy one waits, a line that is cut is in doubt."""
import email
import email.policy
import re
from email.header import decode_header, make_header

from notify_gateway import Gateway
from notify_smtp import PASSWORD, USER, MailServer, certificate
from wire_daemon import Daemon

PEOPLE = ["wang", "chen", "zhao", "qian", "sun", "li", "zhou"]
TIMES = iter([f"2020-03-{d:02}T{h:02}:00" for d in (2, 3, 4) for h in range(10, 17)])
ADDRESS = {"wang": "wang@例子.中国", "chen": "nobody@nc.example", "zhao": "zhao@nc.example", "qian": "qian@nc.example",
           "li": "李四@nc.example", "zhou": "zhou@nc.example"}
WIRE = {**ADDRESS, "wang": "wang@xn--fsqu00a.xn--fiqs8s"}


def order(d, *people, title="加快征迁"):
    for p in people:
        d.ctl("order", "issue", "--project", "2020-001", "--title", title, "--person", p)
    d.ctl("clock", "set", next(TIMES))


def as_read(raw):
    """What a program of mail shows: it is checked here that nothing had to be guessed."""
    head = raw[:raw.index(b"\r\n\r\n")]
    assert b"\n" not in raw.replace(b"\r\n", b"") and max(map(len, raw.split(b"\r\n"))) <= 76, raw
    for word in re.findall(rb"=\?.*?\?=", head):
        assert len(word) <= 75, word
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert not mail.defects and not any(h.defects for h in mail.values()), (mail.defects, raw)
    return mail


def each_gets_his_mail(d, g, s):
    s.plans = {WIRE["chen"]: ["550 5.1.1 no such user here"], WIRE["zhao"]: ["451 4.7.1 grey-listed", "ok"],
               WIRE["qian"]: ["cut", "ok"], WIRE["zhou"]: ["552 5.2.2 mailbox full"]}
    order(d, *PEOPLE)
    with g:
        mails = {}
        while len(mails) < 3 or g.status()["doubled_total"] < 1:
            sender, to, raw = s.next()
            assert sender == "duban@nc.example" and mails.setdefault(to, raw)
            if to == WIRE["qian"] and mails[to] is not raw:
                again = as_read(raw)["Message-ID"]
                assert again == as_read(mails[to])["Message-ID"], raw  # the same mail: a mailbox can drop it
        told = g.until(lambda rows: {"wang", "zhao", "qian"} <= taken(d) and len(failed(rows)) >= 4)
    assert set(mails) == {WIRE[p] for p in ("wang", "zhao", "qian")}, set(mails)
    mail = as_read(mails[WIRE["wang"]])
    text = mail.get_content()
    assert text.startswith("【市重点办】督办件：") and "加快征迁" in text and text.endswith("\n"), text
    assert mail["Subject"].startswith("【市重点办】督办件：") and mail["Subject"] in text, mail["Subject"]
    # the newer parser of addresses leaves a blank between words, against RFC 2047, 6.2
    sender = str(make_header(decode_header(email.message_from_bytes(mails[WIRE["wang"]])["From"])))
    assert re.sub(r"\s+<", " <", sender) == "市重点项目建设领导小组办公室（督查科） <duban@nc.example>", sender
    assert mail["To"] == WIRE["wang"] and mail["Reply-To"] == "office@nc.example", mail["To"]
    assert re.fullmatch(r"<[0-9a-f]{20}@nc\.example>", mail["Message-ID"]) and mail["Date"].datetime.tzinfo
    assert mail["Auto-Submitted"] == "auto-generated" and mail.get_content_charset() == "utf-8"
    for words in ("550 5.1.1 no such user here", "552 5.2.2 mailbox full", "other letters than a to z before the @",
                  "not in the list of addresses"):
        assert any(words in x for x in failed(told)), (words, failed(told))
    assert ("STARTTLS", False) in s.heard and not {("AUTH", False), ("MAIL", False)} & set(s.heard), s.heard
    for secret in (PASSWORD, "wang@", "征迁"):
        assert secret not in g.log(), g.log()


def taken(d):
    return {r["to"] for r in d.ctl_json("notice", "list") if r["result"] == "accepted"}


def failed(rows):
    return {r["detail"] for r in rows if r["result"] == "failed"}


def by_hand(g, s, own):
    """What a server can do to one mail."""
    def sends(*words, code=1, **changes):
        g.configure("mail", {**own, **changes})
        said = g.run("test", "--to", "zhou@nc.example", "好", code=code)
        assert all(w in said for w in words), (words, said)

    for plan, words in (("ok", "trial1: taken: 250 2.0.0 queued as 4F3A"), ("after 554 5.6.0 spam", "refused: 554 5.6.0 spam"),
                        ("cut before", "not taken now: "), ("after 452 4.3.1 full", "not taken now: 452 4.3.1 full"),
                        ("cut", "no answer: it may have gone: ")):
        s.plans = {WIRE["zhou"]: [plan]}
        sends(words, code=0 if plan == "ok" else 1)
    s.plans = {WIRE["zhou"]: ["stall"]}
    sends("no answer: it may have gone: the server took too long", seconds="1")
    s.plans = {}
    mails = [s.next()[2] for _ in range(s.arrived.qsize())]
    assert len({as_read(raw)["Message-ID"] for raw in mails}) == len(mails) == 5, mails
    raw = mails[0]
    assert as_read(raw).get_content() == "【市重点办】好\r\n", raw


def each_fault_has_its_line(g, s, own, both):
    def bad(**changes):
        g.configure("mail", {k: v for k, v in {**own, **changes}.items() if v})
        return [line for line in g.run("doctor", code=None).splitlines() if line.startswith("BAD")]

    assert not bad()
    (line,) = bad(password=g.secret("wrong", "falsch"))
    assert "does not take this user and password: 535 5.7.8" in line, line
    (line,) = bad(ca="")
    assert "certificate is not trusted" in line, line
    bare = MailServer(both, offers_tls=False, plain=True)
    (line,) = bad(url=bare.url)
    assert "offers no STARTTLS, and nothing is sent without it" in line, line
    assert not {"AUTH", "MAIL"} & {verb for verb, _ in bare.heard}, bare.heard
    assert not bad(url=bare.url, plain="yes") and ("AUTH", False) in bare.heard
    bare.close()
    (line,) = bad(url=bare.url)
    assert "mail server" in line and "connect" in line, line
    (line,) = bad(addresses=g.secret("torn", "person,address\nwang"))
    assert "torn:2: write person,address" in line, line
    for changes, words in (({"url": "smtp://10.1.2.3", "plain": "yes"}, "plain = yes is only for"),
                           ({"from": "王五@nc.example"}, "from: '王五@nc.example': a mail address with other letters"),
                           ({"user": ""}, "user and password go together")):
        g.configure("mail", {k: v for k, v in {**own, **changes}.items() if v})
        assert words in g.run("doctor", code=3), words


with Daemon() as d:
    d.city()
    d.import_text("people", "id,name,unit,post,phone\n" + "".join(
        f"{p},王{i},xinjian,科长,1380013800{i}\n" for i, p in enumerate(PEOPLE)))
    d.ctl("series", "set", "督办", "--text", "督办〔{year}〕{n}号")
    cert, both = certificate(d.top)
    s = MailServer(both)
    g = Gateway(d, "mail", "mail", {})
    own = {"url": s.url, "ca": cert, "user": USER, "password": g.secret("password", PASSWORD), "from": "duban@nc.example",
           "name": "市重点项目建设领导小组办公室（督查科）", "reply-to": "office@nc.example",
           "addresses": g.secret("addresses", "person,address\n" + "\n".join(f"{p},{a}" for p, a in ADDRESS.items()))}
    g.configure("mail", own, "doubt-seconds = 0")
    each_gets_his_mail(d, g, s)
    by_hand(g, s, own)
    each_fault_has_its_line(g, s, own, both)
    s.close()
