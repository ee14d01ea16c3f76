#!/usr/bin/python3 -B
"""tests/compat/renew.py verify|export|answers|session...: writes golden files anew, by the
programs DUBAND and DUBANCTL. The commit that changes one says why."""
import os
import shutil
import sys

from fixture import (ANSWERS, ask_answer, ask_export, ask_verify, masked, open_fixture, open_journal,
                     part, write_session)
from session import difference, replay


def of_fixture(ask, opening=open_fixture):
    daemon, opened, _ = opening()
    try:
        return ask(daemon, opened)
    finally:
        daemon.remove()


def renew_verify():
    for name, opening in (("verify", open_fixture), ("verify-from-journal", open_journal)):
        text = of_fixture(ask_verify, opening)
        with open(part(name), "w", encoding="utf-8") as f:
            f.write(text)


def write_folder(folder, content):
    shutil.rmtree(folder, ignore_errors=True)
    for path, data in content.items():
        path = os.path.join(folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data)


def renew_export():
    write_folder(part("export"), of_fixture(lambda daemon, _: ask_export(daemon)))


def renew_answers():
    write_folder(part("answers"), of_fixture(lambda daemon, _: {
        name: ask_answer(daemon, args).encode() for name, args in ANSWERS}))


def renew_session():
    """A reply that differs only in what is masked stays as it was recorded."""
    entries = []
    for who, request, was, now in replay():
        changed = masked(was) != masked(now)
        if changed:
            print(f"request {len(entries) + 1} of {who or 'the admin socket'}:",
                  difference(was, now), sep="\n")
        entries.append((who, request, now if changed else was))
    write_session(entries)


RENEW = {"verify": renew_verify, "export": renew_export, "answers": renew_answers,
         "session": renew_session}

if __name__ == "__main__":
    if not sys.argv[1:] or set(sys.argv[1:]) - set(RENEW):
        sys.exit(__doc__)
    for what in sys.argv[1:]:
        RENEW[what]()
