#!/usr/bin/python3
"""The checks of layers.sh: order of the rooms, third-party headers, order of the includes in a
file, circles of includes, folders with too many files. Prints one line for each problem:
"path:line: text"."""
import os
import re
import sys

FOLDER_MAX = 25
C_STANDARD = set(
    """alloca argp arpa/ assert byteswap complex ctype dirent dlfcn elf endian errno error execinfo
    fcntl fenv float fnmatch ftw getopt glob grp iconv ifaddrs inttypes iso646 langinfo libgen limits
    link linux/ locale malloc math mcheck mntent mqueue net/ netdb netinet/ nl_types paths poll
    pthread pty pwd regex resolv sanitizer/ sched search semaphore setjmp shadow signal spawn
    stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string strings sys/
    sysexits syslog termios tgmath threads time uchar ucontext unistd utime utmp wait wchar wctype
    wordexp x86intrin immintrin nmmintrin arm_acle cpuid""".split()
)
# header pattern | files that may include it | message
THIRD_PARTY = [
    (
        r"^lmdb\.h$",
        r"^daemon/store/|^client/notify/outbox/outbox\.c$",
        "only store/ and the outbox of client/notify/ may see LMDB",
    ),
    (r"^zmq\.h$", r"^daemon/bus/|^client/lib/", "only bus/ and client/lib/ may see ZeroMQ"),
    (
        r"^systemd/",
        r"^daemon/base/log\.c$|^daemon/bus/|^daemon/daemon\.c$|^client/notify/",
        "only base/log.c, bus/, daemon.c and client/notify/ may see systemd",
    ),
    (
        r"^openssl/",
        r"^daemon/base/|^client/lib/|^client/cli/|^client/notify/",
        "only base/ and client/ may see libcrypto",
    ),
    (
        r"^sodium\.h$",
        r"^daemon/bus/|^daemon/base/siphash\.c$",
        "only bus/ and base/siphash.c may see libsodium",
    ),
    (r"^uniwidth\.h$", r"^text/", "only text/ may see libunistring"),
    (r"^csv\.h$", r"^client/cli/", "only client/cli/ may see libcsv"),
    (
        r"^zip\.h$",
        r"^client/cli/workbook/xlsx/|^client/cli/document/",
        "only workbook/xlsx/ and document/ may see libzip",
    ),
    (r"^expat\.h$", r"^client/cli/workbook/xlsx/", "only workbook/xlsx/ may see expat"),
    (
        r"^ini\.h$",
        r"^daemon/[^/]*$|^client/lib/|^client/notify/core/",
        "only the daemon's config, client/lib/ and client/notify/core/ may see inih",
    ),
    (r"^(curl/|microhttpd\.h$)", r"^client/notify/", "only client/notify/ may see HTTP"),
    (r"^idn2\.h$", r"^client/notify/transport/mail/", "only the mail transport may see libidn2"),
]
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:<([^>]*)>|"([^"]*)")')


def rooms(cmake):
    found = re.search(r"^set\(DUBAN_LAYERS ([^)]*)\)", open(cmake, encoding="utf-8").read(), re.M)
    order = found.group(1).split() if found else []
    if len(order) < 5:
        sys.exit("layers.py: no DUBAN_LAYERS in " + cmake)
    return {room: i for i, room in enumerate(order + ["daemon", "main"])}


def room_of(path):
    """The room of a path."""
    part = path.split("/")
    if part[0] == "daemon":
        if len(part) > 2:
            return part[1]
        return "main" if path == "daemon/main.c" else "daemon"
    return part[0]


class Tree:
    def __init__(self, files, rank):
        self.files = files
        self.known = set(files)
        self.rank = rank
        self.arrow = {}  # unit -> unit -> "path:line" of the first include

    def say(self, path, line, text):
        print(f"{path}:{line}: {text}")

    def find(self, name, path):
        """The file of this tree that an include means, or None."""
        for folder in ("", "daemon/", "client/include/", "tests/", os.path.dirname(path) + "/"):
            if folder + name in self.known:
                return folder + name
        return None

    # ---- one file

    def read(self, path):
        """The text without comments, the includes as [(line, name, in angle brackets)], the numbers
        of the blank lines and those of all other lines except includes."""
        text = open(path, encoding="utf-8").read()
        text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m[0].count("\n"), text, flags=re.S)
        includes = []
        blank, code = set(), set()
        for n, line in enumerate(text.split("\n"), 1):
            found = INCLUDE.match(line)
            if found:
                includes.append((n, found[1] or found[2], bool(found[1])))
            elif not line.strip():
                blank.add(n)
            elif not line.startswith("#pragma once"):
                code.add(n)
        return text, includes, blank, code

    def third_party(self, path, line, header):
        for pattern, place, text in THIRD_PARTY:
            if re.search(pattern, header) and not re.search(place, path):
                self.say(path, line, f"<{header}>: {text}")

    def target_room(self, name, path):
        """The room of an included file; None: it must be in the folder of the including file."""
        found = self.find(name, path)
        if found:
            return room_of(found)
        if re.match(r"duban(\.h|/)", name):
            return "client"
        return name.split("/")[0] if "/" in name else None

    def layer(self, path, line, name):
        own = room_of(path)
        if name.startswith("../") or "/../" in name:
            self.say(path, line, f'"{name}": write the path from the top folder')
            return
        if own == "tests":
            return
        room = self.target_room(name, path)
        if room is None or ("/" not in name and name != "duban.h"):
            if not os.path.exists(os.path.join(os.path.dirname(path), name)):
                self.say(path, line, f'"{name}": write the path from the top folder')
            return
        if own == "client":
            if path.startswith("client/notify/") and re.match(r"client/(lib|cli)/", name):
                self.say(path, line, f'"{name}": client/notify/ may use only duban.h of the other clients')
            elif room not in ("client", "proto", "text"):
                self.say(path, line, f'"{name}": client/ may use only proto/ and text/')
        elif room in ("client", "tests"):
            self.say(path, line, f'"{name}": the daemon may not use {room}/')
        elif own not in self.rank:
            self.say(path, line, f"room {own} is missing in DUBAN_LAYERS (cmake/Layers.cmake)")
        elif room not in self.rank:
            self.say(path, line, f'"{name}": there is no room {room}')
        elif self.rank[room] > self.rank[own]:
            self.say(path, line, f'"{name}": {own} may not include {room}, which is a higher layer')

    def group(self, name, angle):
        """1: libc, 2: third party, 3: this project."""
        if not angle or re.match(r"duban(\.h|/)", name):
            return 3
        stem = name[:-2] if name.endswith(".h") else name
        if stem in C_STANDARD or stem.split("/")[0] + "/" in C_STANDARD:
            return 1
        return 2

    def order(self, path, includes, blank, code):
        """Own header, libc, third party, this project's; sorted, a blank line between groups."""
        own = path[:-2] + ".h" if path.endswith(".c") else ""
        if own in self.known and not (includes and self.find(includes[0][1], path) == own):
            name = own[len("daemon/") :] if own.startswith("daemon/") else own
            self.say(path, 1, f'include "{name}" first: this shows that the header compiles on its own')
        last = None
        for line, name, angle in includes:
            if name.endswith(".def"):
                continue
            if last and code & set(range(last[0], line)):
                break  # includes after code are not checked
            here = self.group(name, angle)
            public = path.startswith("client/lib/") and re.match(r"duban(\.h|/)", name)
            if last is None and (self.find(name, path) == own or public):
                here = 0  # a file of libduban may have its public header as its own
            if last:
                apart = bool(blank & set(range(last[0], line)))
                if here < last[1]:
                    self.say(path, line, f"{name} comes before {last[2]}: own header, libc, third party, ours")
                elif here == last[1] and apart and here == 3:
                    self.say(path, line, f"{name}: remove the blank line within a group of includes")
                elif here > last[1] and not apart:
                    self.say(path, line, f"{name}: put a blank line between groups of includes")
                elif here == last[1] and name < last[2] and not apart and not self.namesake(last[2], path):
                    self.say(path, line, f"{name} comes before {last[2]}: includes are sorted")
            last = (line, here, name)

    def namesake(self, name, path):
        """clang-format puts a header with the name of the file first, whatever its folder."""
        return os.path.splitext(os.path.basename(name))[0] == os.path.splitext(os.path.basename(path))[0]

    def check(self, path):
        text, includes, blank, code = self.read(path)
        tests = path.startswith("tests/")
        for line, name, angle in includes:
            if not angle:
                self.layer(path, line, name)
            elif not tests:
                self.third_party(path, line, name)
            self.note_arrow(path, line, name)
        if path.startswith("tests/lint/"):
            return
        if path.endswith(".h") and not re.search(r"^#pragma once", text, re.M):
            self.say(path, 1, "no #pragma once")
        if path.endswith((".c", ".h")):
            self.order(path, includes, blank, code)

    # ---- circles

    def note_arrow(self, path, line, name):
        found = self.find(name, path)
        if not found or path.startswith("tests/"):
            return
        a, b = os.path.splitext(path)[0], os.path.splitext(found)[0]
        if a != b:
            self.arrow.setdefault(a, {}).setdefault(b, f"{path}:{line}")

    def circles(self):
        """The strongly connected components of the units (Tarjan's algorithm), each as a list."""
        index, low, stack, on, found = {}, {}, [], set(), []
        for start in sorted(self.arrow):
            if start in index:
                continue
            work = [(start, iter(sorted(self.arrow.get(start, ()))))]
            index[start] = low[start] = len(index)
            stack.append(start)
            on.add(start)
            while work:
                unit, targets = work[-1]
                for to in targets:
                    if to not in index:
                        index[to] = low[to] = len(index)
                        stack.append(to)
                        on.add(to)
                        work.append((to, iter(sorted(self.arrow.get(to, ())))))
                        break
                    if to in on:
                        low[unit] = min(low[unit], index[to])
                else:
                    work.pop()
                    if work:
                        low[work[-1][0]] = min(low[work[-1][0]], low[unit])
                    if low[unit] == index[unit]:
                        circle = []
                        while not circle or circle[-1] != unit:
                            circle.append(stack.pop())
                            on.discard(circle[-1])
                        if len(circle) > 1:
                            found.append(sorted(circle))
        return found

    def say_circles(self):
        for circle in self.circles():
            for a in circle:
                for b in sorted(set(self.arrow[a]) & set(circle)):
                    where = self.arrow[a][b]
                    print(f"{where}: a circle of {len(circle)} units: {a} -> {b}")

    # ---- folders

    def say_folders(self):
        count = {}
        for path in self.files:
            count.setdefault(os.path.dirname(path), []).append(path)
        for folder, paths in sorted(count.items()):
            if len(paths) > FOLDER_MAX:
                print(f"{folder}:1: {len(paths)} source files in a folder, at most {FOLDER_MAX}")


def main():
    files = []
    for top in ("proto", "text", "daemon", "client", "tests"):
        for folder, inner, names in os.walk(top):
            if folder == "tests/lint":
                inner.remove("bad") if "bad" in inner else None
            files += [
                os.path.join(folder, n)
                for n in names
                if n.endswith((".c", ".h", ".def", ".proto")) and ".pb-c." not in n
            ]
    files.sort()
    tree = Tree(files, rooms(sys.argv[1]))
    for path in files:
        tree.check(path)
    tree.say_circles()
    tree.say_folders()


main()
