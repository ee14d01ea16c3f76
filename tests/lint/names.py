"""names.py: one word, one meaning. No struct, union or enum tag is defined twice and no macro by two
files, in the programs (daemon, client, proto, text) and in tests/lib. A macro that the same file
undefines again (the X-macro of a .def list) is nobody's name. Called by names.sh; prints problems."""

import re
import sys

ROOMS = ("daemon/", "client/", "proto/", "text/", "tests/lib/")


def main():
    tags, macros = {}, {}
    for path in sys.stdin.read().split("\n"):
        if not path.startswith(ROOMS):
            continue
        with open(path, encoding="utf-8") as f:
            code = f.read()
        # Comments go, their line ends stay: a problem names its line.
        code = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group(0).count("\n"), code, flags=re.S)
        for m in re.finditer(r"\b(?:struct|enum|union)\s+(\w+)\s*\{", code):
            tags.setdefault(m.group(1), []).append((path, code.count("\n", 0, m.start()) + 1))
        undefined = set(re.findall(r"^[ \t]*#[ \t]*undef[ \t]+(\w+)", code, flags=re.M))
        for m in re.finditer(r"^[ \t]*#[ \t]*define[ \t]+(\w+)", code, flags=re.M):
            if m.group(1) not in undefined:
                macros.setdefault(m.group(1), {})[path] = code.count("\n", 0, m.start()) + 1
    for tag, places in sorted(tags.items()):
        for path, line in places[1:]:
            print(f"{path}:{line}: tag {tag} is defined in {places[0][0]} already: name it after its file or noun")
    for macro, places in sorted(macros.items()):
        first, *others = places.items()
        for path, line in others:
            print(f"{path}:{line}: macro {macro} is defined in {first[0]} already: share it (proto/enums.h), or name it after its file")


main()
