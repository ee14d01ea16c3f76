#!/usr/bin/python3
"""Makes the seeds of tests/fuzz/corpus: for each request, reply and event a message with all
fields filled, and the kinds of malformed bytes that a client may send. Every run makes the same seeds.

corpus.py           writes what is missing (a new request, a new event) and keeps the rest
corpus.py --all     writes all of them again (after a field was added)
corpus.py --check   writes nothing; fails if a member of the oneof `body` has no seed
"""
import hashlib
import os
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PROTO = os.path.join(HERE, "..", "..", "proto")

TEXT = {
    "project": "2020-001", "unit": "xinjian", "for_unit": "xinjian", "for_person": "p-01",
    "name": "昌北物流园一期", "limit": "5wd", "key": "W01.y_before_wd", "value": "2",
    "kind": "warning_raised", "id": "W01-17-2020-3-1", "dir": "/var/backups/duban",
    "rule": "W01", "column": "name", "reason": "征地未完成", "code": "link.cycle",
}
NUMBER = {"version": 1, "year": 2020, "no": 3, "link": 3, "wait_ms": 0, "zone_minutes": 480}


def load_protos():
    out = tempfile.mkdtemp(prefix="duban-protos-")
    names = [os.path.join(PROTO, f"{n}.proto") for n in ("model", "event", "api")]
    subprocess.run(["protoc", f"--proto_path={PROTO}", f"--python_out={out}", *names], check=True)
    sys.path.insert(0, out)
    import api_pb2
    import event_pb2
    subprocess.run(["rm", "-r", out], check=True)
    return api_pb2, event_pb2


def scalar(field):
    """A plausible value, so that handlers get past their first checks."""
    name = field.name
    if field.type == field.TYPE_ENUM:
        return field.enum_type.values[1 if len(field.enum_type.values) > 1 else 0].number
    if field.type == field.TYPE_BYTES:
        return bytes(range(16)) if name.endswith(("id", "epoch")) else bytes(range(32))
    if field.type == field.TYPE_STRING:
        return TEXT.get(name, "样例 sample")
    if field.type == field.TYPE_BOOL:
        return True
    if name.endswith("_date"):
        return 20200518
    if name.endswith("_month"):
        return 202005
    if name.endswith("_at") or name in ("at", "now", "wall"):
        return 1583110800000000
    return NUMBER.get(name, 7)


def fill(message):
    for field in message.DESCRIPTOR.fields:
        if field.containing_oneof is not None:
            continue
        if field.type == field.TYPE_MESSAGE:
            repeated = field.label == field.LABEL_REPEATED
            part = getattr(message, field.name)
            for inner in (part.add(), part.add()) if repeated else (part,):
                inner.SetInParent()
                fill(inner)
        elif field.label == field.LABEL_REPEATED:
            getattr(message, field.name).extend([scalar(field)] * 2)
        else:
            setattr(message, field.name, scalar(field))


def filled(envelope, member):
    message = envelope()
    fill(message)
    if hasattr(message, "request_id"):  # the same id with other content would be a conflict
        message.request_id = hashlib.sha256(member.name.encode()).digest()[:16]
    body = getattr(message, member.name)
    body.SetInParent()
    fill(body)
    return message.SerializeToString(deterministic=True)


def varint(n):
    out = b""
    while n >= 0x80:
        out += bytes([n & 0x7F | 0x80])
        n >>= 7
    return out + bytes([n])


def field(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


def nested(number, depth):
    content = b""
    for _ in range(depth):
        content = field(number, content)
    return content


def bad(good):
    """Malformed requests ("bad-") and unusual ones ("odd-"), by name."""
    link_ref = good["link_start"]
    return {
        "bad-truncated": link_ref[:-3],
        "bad-cut-length": field(25, b"\x0a\x7f2020"),
        "bad-tag": b"\x00\x01",
        "bad-group": b"\x0b\x0c",
        "bad-varint": b"\x08" + b"\xff" * 11,
        "bad-deep": nested(1, 3000),
        "bad-elements": field(20, field(3, b"") * 9000),
        "bad-packed": field(60, field(2, field(2, b"\x01" * 9000))),
        "bad-unknown": b"\x78\x01" * 17,
        "bad-duplicate": b"\x08\x01\x08\x01",
        "bad-two-bodies": field(25, b"") + field(26, b""),
        "bad-utf8": field(3, b"\xc0\xaf"),
        "bad-nul": field(3, b"a\x00b"),
        "bad-bidi": field(3, "a\u202eb".encode()),
        "bad-enum": field(60, field(2, b"\x10\x63")),
        "odd-empty": b"",
        "odd-overlong": b"\x88\x80\x00\x81\x00",
        "odd-unknown": b"\x78\x01" * 16,
        "odd-no-version": field(61, b""),
    }


TEXTS = {
    "chinese": "南昌市重大重点项目".encode(), "ascii": b"2020-001", "wide": "𠀀".encode(),
    "overlong": b"\xc0\xaf", "surrogate": b"\xed\xa0\x80", "beyond": b"\xf4\x90\x80\x80",
    "cut": b"\xe5\x8d", "gb18030": "南昌".encode("gb18030"), "nul": b"a\0b", "tab": b"a\tb",
    "c1": b"\xc2\x85", "bidi": "\u202e".encode(), "bom": "\ufeff".encode(), "del": b"\x7f",
}


# What fuzz_api imports into a fresh store, so that the records named in the seeds exist.
CITY = (
    ("UNITS", "id,name,kind,parent",
     ("zdb,市重点办,office,", "xinjian,新建区,county,", "jinxian,进贤县,county,")),
    ("PEOPLE", "id,name,unit,post,phone", ("p-01,李四,xinjian,副区长,13800000000",)),
    ("PROJECTS", "code,name,unit,category,stage,total,plan,year,planned_start,list",
     ("2020-001,昌北物流园一期,xinjian,产业,building,1200,300,2020,2020-01,百项;省重点",
      "2020-002,军山湖大道,jinxian,交通,building,980.5,200,2020,2020-02,")),
    ("CHAINS", "project,no,name,class,unit,leader,person,after,limit",
     ("2020-001,1,立项,approval,xinjian,张三,p-01,,5wd",
      "2020-001,2,用地,approval,xinjian,张三,,1,10cd",
      "2020-001,3,开工,construction,xinjian,张三,,1;2,2m",
      "2020-001,4,竣工,milestone,xinjian,张三,,3,2020-12-31",
      "2020-002,1,立项,approval,jinxian,张三,,,5wd",
      "2020-002,2,服务,service,jinxian,张三,,1,0")),
)


def city(api_pb2, event_pb2):
    out = {}
    for i, (kind, columns, rows) in enumerate(CITY):
        upload_id = bytes([i]) * 16
        part = api_pb2.Request(version=1, request_id=bytes([1, i] * 8))
        part.import_part.upload_id = upload_id
        digest = hashlib.new("sm3")
        for line, row in enumerate(rows):
            part.import_part.row.add(line=line + 2, cell=row.split(","))
            digest.update(b"".join(c.encode() + b"\x1f" for c in row.split(",")) + b"\x1e")
        last = api_pb2.Request(version=1, request_id=bytes([2, i] * 8))
        commit = last.import_commit
        commit.upload_id, commit.parts, commit.rows = upload_id, 1, len(rows)
        commit.kind = getattr(event_pb2, "IMPORT_KIND_" + kind)
        commit.file, commit.content = kind.lower() + ".csv", digest.digest()
        for name in columns.split(","):
            commit.column.add(name=name, unit="万元" if name in ("total", "plan") else "")
        for step, request in (("part", part), ("commit", last)):
            out[f"{2 * i + (step == 'commit')}-{kind.lower()}-{step}"] = \
                request.SerializeToString(deterministic=True)
    return out


SHEETS = {
    "quotes": '项目名称,总投资\n"甲""路\n一期",1\n',
    "open-quote": '项目名称,总投资\n"甲路,1\n',
    "nothing": "",
    "only-blanks": "\n \n,,\n",
    "deep": "项目名称,总投资\n" + "".join(
        f"{m}交通（1个）,1\n甲路{i},1\n" for i, m in enumerate(
            ("第一类", "一、", "（一）", "Ⅰ", "——", "1.", "(1)", "①") * 4)),
    "money": "项目名称,总投资\n" + "".join(
        f"甲,{v}\n" for v in ("1e30", "1e-30", "1e" + "9" * 20, "9" * 40, "0." + "0" * 40 + "1", "-1", "1,2,3",
                              "#REF!", "约", "亿元", "1亿亿元", "1万(", "５．５．５")),
    "months": "项目名称,总投资,建设年限\n" + "".join(
        f"甲,1,{v}\n" for v in ("2023-", "-2023", "2023-2", "99999", "99999.", "2023年至",
                                "2023年13月", "2023.1.1.1", "20231", "2023年底底")),
}


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def book(sheet, main=MAIN, setting="", styles="", strings="", kind="sheet"):
    """The recipe of a workbook (tests/lib/tzip.h)."""
    part = "application/vnd.openxmlformats-officedocument.spreadsheetml." + kind + ".main+xml"
    return f"""=== [Content_Types].xml
<Types xmlns="{TYPES}"><Override PartName="/xl/workbook.xml" ContentType="{part}"/></Types>
=== _rels/.rels
<Relationships xmlns="{RELS}"><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>
=== xl/workbook.xml
<x:workbook xmlns:x="{main}" xmlns:r="{OFFICE}">{setting}<x:sheets><x:sheet name="续建" r:id="a"/><x:sheet name="底稿" state="hidden" r:id="a"/></x:sheets></x:workbook>
=== xl/_rels/workbook.xml.rels
<Relationships xmlns="{RELS}"><Relationship Id="a" Type="{OFFICE}/worksheet" Target="../xl/s.xml"/><Relationship Id="s" Type="{OFFICE}/styles" Target="/xl/styles.xml"/><Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="t.xml"/></Relationships>
=== xl/styles.xml
<styleSheet xmlns="{main}">{styles}</styleSheet>
=== xl/t.xml
<sst xmlns="{main}">{strings}</sst>
=== xl/s.xml !
<worksheet xmlns="{main}">{sheet}</worksheet>
"""


HEAD = ('<row r="1"><c r="A1" t="inlineStr"><is><t>项目名称</t></is></c><c t="str"><v>总投资（万元）'
        '</v></c><c t="inlineStr"><is><r><t>开工</t></r><r><t>时间</t></r></is></c></row>')
FORMATS = ('<numFmts><numFmt numFmtId="164" formatCode="{}"/></numFmts><cellXfs><xf numFmtId="0"/>'
           '<xf numFmtId="164"/><xf numFmtId="57"/><xf numFmtId="4"/></cellXfs>')
BOOKS = {
    "xlsx-cells": book(
        f'<sheetData>{HEAD}<row><c t="s"><v>0</v></c><c s="3"><v>113939.98499999999</v></c><c s="1">'
        '<v>45352</v></c></row><row r="9"><c r="A9" t="s"><v>1</v></c><c r="B9"><f>B2</f></c><c t="e">'
        '<v>#REF!</v></c></row></sheetData>',
        styles=FORMATS.format("yyyy&quot;年&quot;m&quot;月&quot;;@"),
        strings="<si><t>甲_x000D_路</t></si><si><r><t>乙</t></r><rPh><t>yi</t></rPh></si>"),
    "xlsx-hidden": book(
        f'<cols><col min="2" max="2" hidden="1"/></cols><sheetData>{HEAD}<row hidden="1"><c t="str"><v>甲'
        '</v></c></row><row><c t="str"><v>乙</v></c><c><v>1</v></c></row></sheetData><mergeCells>'
        '<mergeCell ref="A2:A3"/></mergeCells>'),
    "xlsx-strict": book(
        f'<sheetData>{HEAD}<row><c t="b"><v>1</v></c><c><v>1E-7</v></c><c t="d"><v>2024-03-01T08:30:00Z</v>'
        '</c></row></sheetData>', main=STRICT, setting='<x:workbookPr date1904="on"/>'),
    "xlsx-format": book(
        f'<sheetData>{HEAD}<row><c t="str"><v>甲</v></c><c s="1"><v>5</v></c><c s="2"><v>60</v></c></row>'
        '</sheetData>', styles=FORMATS.format('[$-804][Red]_(* #,##0.0!.0,\\ &quot;亿元&quot;_);[h]:mm'),
        setting='<x:calcPr fullCalcOnLoad="1"/>'),
    "xlsx-damaged": book("<sheetData><row r='2'/><row r='1'>"),
    "xlsx-macro": book("<sheetData/>", kind="macroEnabled"),
    "xlsx-doctype": book("<sheetData/>").replace("<worksheet", "<!DOCTYPE x><worksheet"),
}


def answer():
    """An answer of the process that reads workbooks: book, sheet, row, cells, end."""
    def frame(kind, a=0, b=0, c=0, d=0, text=""):
        return struct.pack("6I", kind, a, b, c, d, len(text.encode())) + text.encode()
    return (frame(1) + frame(2, text="表") + frame(3, 5) + frame(4, 1) + frame(5, 0, 0, 1, 0, "项目名称") +
            frame(5, 1, 0, 2, 0, "总投资（万元）") + frame(4, 2) + frame(5, 0, 0, 1, 0, "甲路") +
            frame(5, 1, 2, 2, 0, "#N/A") + frame(6, 2, 3, 0, 0) + frame(7))


def sheets():
    """Offices' workbooks: the fixtures of tests/data/sheets, and worse ones."""
    out = {name: text.encode() for name, text in {**SHEETS, **BOOKS}.items()}
    out["answer"] = answer()
    folder = os.path.join(HERE, "..", "data", "sheets")
    for name in sorted(os.listdir(folder)):
        if name.endswith(".csv"):
            with open(os.path.join(folder, name), "rb") as f:
                out[name] = f.read()
    return out


def seeds():
    """{folder: {name: bytes}}"""
    api_pb2, event_pb2 = load_protos()
    out = {"text": TEXTS, "city": city(api_pb2, event_pb2), "workbook": sheets()}
    for folder, envelope in (("request", api_pb2.Request), ("reply", api_pb2.Reply),
                             ("event", event_pb2.Event)):
        members = envelope.DESCRIPTOR.oneofs_by_name["body"].fields
        out[folder] = {m.name: filled(envelope, m) for m in members}
    out["request"].update(bad(out["request"]))
    out["event"]["bad-deep"] = nested(1, 3000)
    return out


def main():
    missing = []
    mode = sys.argv[1] if len(sys.argv) > 1 else ""
    for folder, files in seeds().items():
        os.makedirs(os.path.join(HERE, "corpus", folder), exist_ok=True)
        for name, content in files.items():
            path = os.path.join(HERE, "corpus", folder, name)
            if os.path.exists(path) and mode != "--all":
                continue
            missing.append(f"{folder}/{name}")
            if mode != "--check":
                with open(path, "wb") as f:
                    f.write(content)
    if missing and mode == "--check":
        sys.exit("no seed: " + ", ".join(missing) + "; run tests/fuzz/corpus.py")
    print(f"{len(missing)} written" if mode != "--check" else "every member has its seed")


main()
