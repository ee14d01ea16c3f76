#!/usr/bin/python3
"""A second person by dubanctl: what waits says so by its exit code, is looked at, confirmed or refused
by another key, and both hands stand in what is told of it."""
import json
import os
import subprocess

from wire_daemon import Daemon, program

LISTS = "name\n甲\n乙\n丙\n"
WAITS = 12


class Office:
    def __init__(self, daemon):
        self.d = daemon
        for name, role, owner in (("li", "office", "李"), ("wang", "office", "王"),
                                  ("shen", "security", "沈"), ("ding", "security", "丁")):
            daemon.ctl("principal", "add", name, "--role", role, "--owner", owner, "--out",
                       self.file(name))

    def file(self, name):
        return os.path.join(self.d.top, f"{name}.conn")

    def ctl(self, who, *args, code=0):
        done = subprocess.run([program(args), "--connection", self.file(who), *args],
                              capture_output=True, text=True, timeout=120,
                              env={**os.environ, "LANG": "C.UTF-8"})
        assert done.returncode == code, (args, done.returncode, done.stdout, done.stderr)
        return done.stdout, done.stderr

    def json(self, who, *args, code=0):
        return json.loads(self.ctl(who, "--json", *args, code=code)[0])


def a_large_import_waits(office):
    path = os.path.join(office.d.top, "lists.csv")
    with open(path, "w", encoding="utf-8") as f:
        f.write(LISTS)
    said = office.json("li", "import", "lists", path, "--why", "会议纪要3号", code=WAITS)["error"]
    assert said["status"] == "waiting" and said["code"] == "confirm.waits", said
    number = said["problems"][0]["args"][0]
    assert office.json("wang", "list", "list") == []
    row, = office.json("wang", "confirm", "list")
    assert (row["proposed_by"], row["why"], row["about"], row["rows"]) == \
        ("li", "会议纪要3号", "lists.csv", 3), row
    shown = office.json("wang", "confirm", "show", number)
    assert shown["import"]["dry_run"] and shown["import"]["done"]["created"] == 3, shown
    assert [c["after"] for c in shown["import"]["change"]] == ["甲", "乙", "丙"], shown
    text, _ = office.ctl("wang", "confirm", "show", number)
    assert "3 would be new" in text and "会议纪要3号" in text, text
    _, said = office.ctl("li", "confirm", number, code=5)
    assert "[confirm.oneself]" in said, said
    return number


def it_is_confirmed_by_another(office, number):
    text, _ = office.ctl("wang", "confirm", number)
    assert "3 new" in text, text
    assert len(office.json("wang", "list", "list")) == 3
    row, = office.json("li", "confirm", "list", "--all")
    assert (row["state"], row["decided_by"]) == ("confirmed", "wang"), row
    last = json.loads(office.ctl("wang", "--json", "watch", "--from", "start", "--kind",
                                 "import_done", "--count", "1")[0])
    by = {p["name"]: p["num"] for p in office.d.ctl_json("principal", "list")}
    assert (last["principal"], last["confirmed_by"]) == (by["li"], by["wang"]), last


def a_new_key_gets_its_file_at_once_and_works_when_confirmed(office):
    said, wait = office.ctl("shen", "principal", "add", "neu", "--role", "leader", "--out",
                            office.file("neu"), code=WAITS)
    assert "neu.conn" in said and "[confirm.waits]" in wait, (said, wait)
    office.ctl("neu", "status", code=5)
    row, = office.json("ding", "confirm", "list")
    office.ctl("li", "confirm", str(row["num"]), code=3)
    office.ctl("ding", "confirm", str(row["num"]))
    assert "leader" in office.ctl("neu", "status")[0]


def a_refusal_needs_a_reason(office):
    said = office.json("li", "param", "set", "second.hours", "1", code=WAITS)["error"]
    number = said["problems"][0]["args"][0]
    office.ctl("wang", "confirm", "refuse", number, code=1)
    office.ctl("wang", "confirm", "refuse", number, "--reason", "太短")
    row = office.json("li", "confirm", "show", number)["pending"]
    assert (row["state"], row["reason"]) == ("refused", "太短"), row
    _, said = office.ctl("wang", "--lang", "zh", "confirm", number, code=4)
    assert "已不在待复核状态：不予复核" in said, said


def main():
    with Daemon() as daemon:
        office = Office(daemon)
        office.ctl("li", "param", "set", "second.import_rows", "2")
        office.ctl("li", "param", "set", "second.person", "yes")
        number = a_large_import_waits(office)
        it_is_confirmed_by_another(office, number)
        a_new_key_gets_its_file_at_once_and_works_when_confirmed(office)
        a_refusal_needs_a_reason(office)


if __name__ == "__main__":
    main()
