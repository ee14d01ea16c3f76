#!/usr/bin/python3
"""A clerk's way with a problem on the command line: raise, answer, clear, list; the fixed names of the list."""
from wire_daemon import Daemon

d = Daemon().start().city()
said = d.ctl_json("problem", "raise", "--title", "征地受阻", "--project", "2020-001")
assert said["id"] == "2020-0001" and said["tier"] == "L1", said
rows = d.ctl_json("problem", "list")
assert [r["id"] for r in rows] == ["2020-0001"], rows
assert list(rows[0])[:9] == ["id", "project", "tier", "state", "raised", "due", "days_late", "unit", "title"], rows[0]
table = d.ctl("problem", "list").stdout
rate = d.ctl_json("problem", "rate", "--from", "2020-01-01")
d.remove()
assert "征地受阻" in table and "2020-0001" in table, table
assert rate[0]["raised"] == 1 and rate[0]["rate"] == "0", rate
