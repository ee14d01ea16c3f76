#!/usr/bin/python3
"""duban-notify by the real Kannel (Debian's) to a strict SMPP 3.4 centre, set up as docs/notify.md says: the texts
are byte for byte right at the centre, receipts and replies come home, and doctor finds a Kannel without a store."""
# labels: slow
import os
import re
import socket
import subprocess
import sys
import time

from notify_gateway import Gateway, free_port
from smpp_centre import Centre
from wire_client import SOURCE
from wire_daemon import Daemon

BOXES = ("/usr/sbin/bearerbox", "/usr/sbin/smsbox")
PEOPLE = ["wang", "chen", "zhao"]
NUMBER = {p: f"1380013810{i}" for i, p in enumerate(PEOPLE)}


def manual():
    """The kannel.conf of docs/notify.md."""
    with open(os.path.join(SOURCE, "docs", "notify.md"), encoding="utf-8") as f:
        return re.search(r"```ini kannel\n(.*?)```", f.read(), re.S)[1]


class Kannel:
    def __init__(self, top, centre, listen):
        self.conf, self.boxes = os.path.join(top, "kannel.conf"), []
        self.admin, self.box, self.sendsms = free_port(), free_port(), free_port()
        text = manual()
        for there, here in (("13000", str(self.admin)), ("13001", str(self.box)), ("13013", str(self.sendsms)),
                            ("18080", str(listen)), ("10.0.0.9", "127.0.0.1"), ("2775", str(centre)),
                            ("/var/spool/kannel", top), ("/var/log/kannel", top), ("PASSWORD", "geheim"),
                            ("SECRET", "0123456789abcdef")):
            assert there in text, there
            text = text.replace(there, here)
        with open(self.conf, "w", encoding="utf-8") as f:
            f.write(text)
        self.top = top

    def start(self):
        for box in BOXES:
            with open(os.path.join(self.top, os.path.basename(box) + ".out"), "ab") as log:
                self.boxes.append(subprocess.Popen([box, self.conf], stdout=log, stderr=log))
            self.wait(self.box if "bearer" in box else self.sendsms, self.boxes[-1])
        return self

    @staticmethod
    def wait(port, box):
        """A box ends at once if the one it needs does not listen yet."""
        until = time.monotonic() + 60
        while time.monotonic() < until and box.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                pass
        raise AssertionError(f"{box.args} does not listen")

    def stop(self):
        for box in reversed(self.boxes):
            box.kill()
            box.wait()
        self.boxes = []


def main(d):
    d.city()
    d.import_text("people", "id,name,unit,post,phone\n" + "".join(
        f"{p},王{i},xinjian,科长,{NUMBER[p]}\n" for i, p in enumerate(PEOPLE)))
    d.ctl("series", "set", "督办", "--text", "督办〔{year}〕{n}号")
    listen = free_port()
    centre = Centre(lambda number: "UNDELIV" if number == NUMBER["chen"] else "DELIVRD")
    kannel = Kannel(d.top, centre.port, listen).start()
    g = Gateway(d, "sms", "kannel", {})
    g.configure("kannel", {
        "url": f"http://127.0.0.1:{kannel.sendsms}/cgi-bin/sendsms", "user": "duban",
        "password": g.secret("password", "geheim"), "listen": f"127.0.0.1:{listen}",
        "secret": g.secret("secret", "0123456789abcdef"), "from": "10690000",
        "status-url": f"http://127.0.0.1:{kannel.admin}/status.txt", "status-password": g.secret("status", "geheim")})
    try:
        title = "𠮷" * 50
        for p in PEOPLE:
            d.ctl("order", "issue", "--project", "2020-001", "--title", title if p == "wang" else "加快征迁",
                  "--person", p)
        d.ctl("clock", "set", "2020-03-02T10:00")
        assert centre.bound.wait(60)
        g.start()
        g.finals(3)
        got = [centre.arrived.get(timeout=60) for _ in range(5)]
        parts = sorted((h, t) for n, h, t in got if n == NUMBER["wang"])
        assert [h[1:] for h, _ in parts] == [(3, 1), (3, 2), (3, 3)] and title in "".join(t for _, t in parts), got
        shown = {n: t for n, h, t in got if h is None}
        assert set(shown) == {NUMBER["chen"], NUMBER["zhao"]} and all(
            t.startswith("【市重点办】督办件：") for t in shown.values()), got
        results = {p: [r["result"] for r in d.ctl_json("notice", "list", "--person", p)] for p in PEOPLE}
        assert results["wang"] == results["zhao"] == ["delivered"] and "failed" in results["chen"], results
        for person, coding in (("wang", 8), ("zhao", 15)):
            text = parts[2][1] if person == "wang" else shown[NUMBER[person]]
            centre.reply(NUMBER[person], "收到" + re.search("收到(\\d+)", text)[1], coding)
        said = d.ctl("watch", "--json", "--from", "start", "--kind", "notice_replied", "--count", "2", "--idle", "60")
        assert said.stdout.count("收到") == 2, (said.stdout, g.status(), g.log())
        assert "BAD" not in g.run("doctor"), g.run("doctor")
        g.stop()
        kannel.stop()
        with open(kannel.conf, encoding="utf-8") as f:
            text = f.read()
        with open(kannel.conf, "w", encoding="utf-8") as f:
            f.write(re.sub("store-.*\n", "", text))
        centre.bound.clear()
        kannel.start()
        assert centre.bound.wait(60)
        bad = [line for line in g.run("doctor", code=1).splitlines() if line.startswith("BAD")]
        assert len(bad) == 1 and bad[0].startswith("BAD  kannel store: "), bad
    finally:
        kannel.stop()
        if g.process:
            g.process.kill()
            g.process.wait()
            print(g.log())
    centre.close()


if not all(os.path.exists(box) for box in BOXES):
    print("SKIP: the package kannel is not installed")
    sys.exit(77)
with Daemon() as daemon:
    main(daemon)
