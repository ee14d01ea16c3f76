#!/usr/bin/python3
"""Telephone numbers: `contact list` gives them to the office and to gateways, and each reading is in
the daemon's log. No list and no export has them. Setting one says so; what is none is refused."""
import json
import os
import subprocess

from wire_daemon import Daemon, program

MANY = 4000  # more than a page of the wire


def ctl(daemon, connection, *words):
    done = subprocess.run(
        [program(words), "--connection", os.path.join(daemon.top, connection + ".conn"), *words],
        capture_output=True, text=True, timeout=120, env={**os.environ, "LANG": "C.UTF-8"})
    return done.returncode, done.stdout, done.stderr


def a_number_is_stored_and_said(daemon):
    said = daemon.ctl("person", "set", "p1", "--name", "王例新", "--unit", "xinjian", "--phone",
                      "139 1234-5678").stdout
    assert "telephone numbers kept: 1" in said, said
    said = daemon.ctl_json("person", "set", "p2", "--name", "李例", "--unit", "jinxian", "--phone",
                           "0791-83886666转8012")
    assert said["phones"] == 1 and said["phones_erased"] == 0, said
    assert "would be kept: 1" in daemon.ctl("person", "set", "p1", "--phone", "13900000000",
                                            "--dry-run").stdout
    assert "nothing changed" in daemon.ctl("person", "set", "p1", "--unit", "xinjian").stdout
    rows = daemon.ctl_json("contact", "list")
    assert rows == [
        {"person": "p1", "name": "王例新", "unit": "xinjian", "unit_name": "新建区", "post": None,
         "phone": "139 1234-5678"},
        {"person": "p2", "name": "李例", "unit": "jinxian", "unit_name": "进贤县", "post": None,
         "phone": "0791-83886666转8012"}], rows
    assert [r["person"] for r in daemon.ctl_json("contact", "list", "--unit", "jinxian")] == ["p2"]
    table = daemon.ctl("--lang", "zh", "contact", "list", "--unit", "jinxian").stdout.split()
    assert table == ["人员编号", "姓名", "单位", "职务", "电话", "p2", "李例", "进贤县",
                     "0791-83886666转8012"], table
    assert [r["person"] for r in daemon.ctl_json("contact", "list", "--person", "王例新")] == ["p1"]


def what_is_no_number_is_refused(daemon):
    for number in ("abc", "12a45", "123", "-----", "1234567890123456", "139/138", "(0791 83886666",
                   "0791-83886666转", "0791)83886666(", "83886666转1234567"):
        said = daemon.ctl("person", "set", "p1", "--phone=" + number, code=1).stderr
        assert "5 to 15 digits" in said and "[person.bad_phone]" in said, said
    for number in ("+86 139 1234 5678", "(0791) 83886666", "12345"):
        daemon.ctl("person", "set", "p3", "--name", "张例", "--phone", number)
    assert [r["phone"] for r in daemon.ctl_json("contact", "list", "--person", "p3")] == ["12345"]


def a_number_is_erased(daemon):
    said = daemon.ctl("person", "set", "p3", "--phone", "-").stdout
    assert "telephone numbers erased: 1" in said and "nothing changed" not in said, said
    assert daemon.ctl_json("contact", "list", "--person", "p3") == []


def nobody_else_gets_it(daemon):
    """And nothing else has it: not even an empty column."""
    daemon.principal("county", "county", "xinjian")
    daemon.principal("leader", "leader")
    daemon.principal("office", "office")
    daemon.principal("sms", "gateway")
    for name in ("county", "leader"):
        code, _, err = ctl(daemon, name, "contact", "list")
        assert code == 5 and "role.denied" in err, err
    for name in ("office", "sms"):
        code, out, err = ctl(daemon, name, "contact", "list", "--json")
        assert code == 0 and len(json.loads(out)) == 2, err
    person = daemon.ctl_json("person", "list")[0]
    assert person["id"] == "p1" and "phone" not in person, person
    daemon.ctl("export", os.path.join(daemon.top, "export"))
    with open(os.path.join(daemon.top, "export", "people.csv"), encoding="utf-8-sig") as f:
        assert f.readline().strip() == "id,name,unit,post"
    daemon.ctl("import", "people", os.path.join(daemon.top, "export", "people.csv"))
    assert len(daemon.ctl_json("contact", "list")) == 2, "an import without the column keeps them"


def each_reading_is_logged(daemon):
    said = daemon.log()
    assert "sms (gateway) read the telephone numbers of 2 persons" in said, said
    assert "office (office) read the telephone numbers of 2 persons" in said, said
    assert "county (county) read" not in said
    assert "13912345678" not in said and "139 1234-5678" not in said


def the_list_is_whole(daemon):
    daemon.import_text("people", "id,name,unit,phone\n" + "".join(
        f"q{i},人{i},xinjian,1380000{i:04}\n" for i in range(MANY)))
    rows = daemon.ctl_json("contact", "list", "--unit", "xinjian")
    assert len(rows) == MANY + 1 and len({r["phone"] for r in rows}) == MANY + 1, len(rows)


def main():
    with Daemon() as daemon:
        daemon.city()
        a_number_is_stored_and_said(daemon)
        what_is_no_number_is_refused(daemon)
        a_number_is_erased(daemon)
        nobody_else_gets_it(daemon)
        each_reading_is_logged(daemon)
        the_list_is_whole(daemon)


if __name__ == "__main__":
    main()
