#!/usr/bin/python3
# needs: release
# timeout: 300
"""libduban as it is installed: an outsider's program is built by pkg-config and by CMake, in C and as
C++, from a prefix that is not the configured one, and talks to a daemon."""
import os
import re
import shlex
import shutil
import subprocess

from wire_daemon import BUILD, Daemon

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(HERE, "installed.c")
WANTED = r"""open connection\.refused 1 connection\.refused
status 0 county \d+
finish 3 \[project\.unknown\] there is no such project: 2020-999.* \(1\)
没有.*2020-999
-1
report 0
daily 0
correction 1 \[text\.empty\] reason must not be empty \(1\)
wrong -1
limits 262144 16
"""
CMAKE = """cmake_minimum_required(VERSION 3.16)
project(outsider C)
find_package(duban 0.1 REQUIRED)
add_executable(outsider {program})
target_link_libraries(outsider PRIVATE duban::duban)
"""


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, **more)
    assert done.returncode == 0, f"{shlex.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def by_pkg_config(prefix, out):
    """The folder of the .pc file is all that is told; nothing else points to the prefix."""
    paths = {**os.environ, "PKG_CONFIG_PATH": os.path.join(prefix, "lib", "pkgconfig")}
    flags = shlex.split(run("pkg-config", "--cflags", "--libs", "duban", env=paths))
    run("cc", "-std=c11", "-Wall", "-Wextra", "-Werror", PROGRAM, "-o", out, *flags)
    assert run("pkg-config", "--modversion", "duban", env=paths).strip() == "0.1.0"


def by_cmake(prefix, folder):
    os.mkdir(folder)
    with open(os.path.join(folder, "CMakeLists.txt"), "w", encoding="utf-8") as f:
        f.write(CMAKE.format(program=PROGRAM))
    run("cmake", "-S", folder, "-B", folder + "/build", "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}")
    run("cmake", "--build", folder + "/build")
    return folder + "/build/outsider"


def all_said(reports):
    """Every member of struct duban_report arrived (the amounts of the statistics as 0)."""
    month = [r for r in reports if r["form"] == "monthly"][-1]
    for key, value in (("period", "2020-02"), ("invested", 1200000), ("cumulative", 5000000),
                       ("statistics", 0), ("cumulative_statistics", 0), ("percent", 40),
                       ("text", "主体结构封顶")):
        assert month[key] == value, (key, month)
    assert len(set(month["evidence"])) == 2, month
    assert any(r["form"] == "daily" and r["on"] == "2020-03-01" for r in reports), reports


def main():
    with Daemon() as daemon:
        daemon.city()
        daemon.principal("xj", "county", "xinjian")
        served = os.path.join(daemon.top, "xj.conn")
        unserved = os.path.join(daemon.top, "gone.conn")
        with open(served, encoding="utf-8") as f, open(unserved, "w", encoding="utf-8") as to:
            to.write(re.sub(r"(?m)^commands = .*", "commands = tcp://127.0.0.1:1", f.read()))
        os.chmod(unserved, 0o600)
        prefix = os.path.join(daemon.top, "prefix")
        run("cmake", "--install", BUILD, "--prefix", prefix)
        moved = os.path.join(daemon.top, "moved")
        shutil.move(prefix, moved)
        by_pkg_config(moved, os.path.join(daemon.top, "outsider"))
        for program in (os.path.join(daemon.top, "outsider"), by_cmake(moved, os.path.join(daemon.top, "c"))):
            said = run(program, served, unserved,
                       env={**os.environ, "LD_LIBRARY_PATH": os.path.join(moved, "lib")})
            assert re.fullmatch(WANTED, said), said
        all_said(daemon.ctl_json("report", "list"))


if __name__ == "__main__":
    main()
