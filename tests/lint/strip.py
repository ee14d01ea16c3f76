"""Reads file names from stdin and prints "path:line:code". Block comments and the contents of
string and character literals are blanked, so that a lint's pattern matches only code. A line
comment is kept as "//" for the lint that forbids it. #include lines are kept unchanged."""

import re
import sys

TOKEN = re.compile(
    r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def blank(match):
    text = match.group(0)
    if text.startswith("//"):
        return "//"
    if text.startswith("/*"):
        return re.sub(r"[^\n]", " ", text)
    return text[0] + text[0]


def main():
    for path in sys.stdin.read().split("\n"):
        if not path:
            continue
        with open(path, encoding="utf-8") as f:
            text = f.read()
        keep = {i: line for i, line in enumerate(text.split("\n"))
                if re.match(r"\s*#\s*include\b", line)}
        for i, line in enumerate(TOKEN.sub(blank, text).split("\n")):
            line = keep.get(i, line)
            if line.strip():
                print(f"{path}:{i + 1}:{line}")


main()
