#!/usr/bin/python3
# timeout: 300
"""The charts of a list print on as many pages as there are charts. A browser prints them; the
machines of the tests have none (it is large), so this runs where Debian's chromium is installed.
unit/cli/test_page_chart.c checks the style that brings it about."""
import os
import re
import shutil
import subprocess
import sys

from wire_daemon import Daemon

BROWSER = shutil.which("chromium")


def pages(path):
    """The page count of the PDF's tree of pages; Chromium writes it uncompressed."""
    with open(path, "rb") as f:
        return max(int(n) for n in re.findall(rb"/Type /Pages\s*/Count (\d+)", f.read()))


def main():
    if not BROWSER:
        print("no chromium")
        sys.exit(77)
    with Daemon() as daemon:
        daemon.city()
        daemon.import_text("lists", "name\n清单\n")
        daemon.import_text("members", "project,list,joined\n" + "".join(
            f"2020-00{n},清单,2020-01-01\n" for n in (1, 2, 3)))
        html, pdf = (os.path.join(daemon.top, "charts." + end) for end in ("html", "pdf"))
        daemon.ctl("chain", "export", "--list", "清单", "--out", html)
        subprocess.run([BROWSER, "--headless", "--no-sandbox", "--disable-gpu",
                        "--no-pdf-header-footer", f"--user-data-dir={daemon.top}/browser",
                        f"--print-to-pdf={pdf}", "file://" + html],
                       check=True, capture_output=True, timeout=200)
        assert pages(pdf) == 3, f"{pages(pdf)} pages for 3 charts"


if __name__ == "__main__":
    main()
