#!/usr/bin/python3
"""What people do about a lamp, by dubanctl: taken on, answered, and the clearing rate; what scripts rely on."""
from wire_daemon import Daemon

d = Daemon(simulated="2020-04-20T09:00").start().city()
lamp = next(w for w in d.ctl_json("warning", "list", "--level", "red") if w["rule"] == "W01")
assert lamp["acked_by"] is None and lamp["acked_until"] is None, lamp
assert lamp["root"] in [w["id"] for w in d.ctl_json("warning", "list")], lamp
d.ctl("warning", "ack", lamp["id"], "--until", "2020-04-30", "--person", "张三", "--note", "已约谈")
lamp = d.ctl_json("warning", "show", lamp["id"])
assert (lamp["acked_by"], lamp["acked_until"], lamp["handling"]) == ("张三", "2020-04-30", "acked"), lamp
assert lamp["ack_note"] == "已约谈" and lamp["acked_at"].startswith("2020-04-20T09:00"), lamp
assert "taken on" in d.ctl("warning", "show", lamp["id"]).stdout
d.ctl("warning", "answer", lamp["id"], "--text", "批文已报送")
assert d.ctl_json("warning", "show", lamp["id"])["answer"] == "批文已报送"
listed = next(w for w in d.ctl_json("warning", "list") if w["id"] == lamp["id"])
assert listed["handling"] == "answered" and listed["acked_by"] == "张三", listed
d.ctl("warning", "clear", lamp["id"], "--reason", "已办结", code=5)  # its own hand
rows = d.ctl_json("clearing", "rate", "--from", "2020-01-01", "--to", "2020-04-20")
assert len(rows) == 1 and set(rows[0]) >= {"group", "raised", "cleared", "rate"}, rows
assert rows[0]["group"] is None and rows[0]["rate"] == 0 and rows[0]["raised"] > 0, rows
by_rule = d.ctl_json("clearing", "rate", "--from", "2020-01-01", "--to", "2020-04-20", "--by", "rule")
assert sum(r["raised"] for r in by_rule) == rows[0]["raised"], by_rule
assert "W01" in [r["group"] for r in by_rule], by_rule
text = d.ctl("clearing", "rate", "--from", "2020-01-01", "--to", "2020-04-20", "--decimals", "0").stdout
assert "0%" in text and "0.0%" not in text, text
d.remove()
