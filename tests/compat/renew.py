#!/usr/bin/python3 -B
"""tests/compat/renew.py verify|export|answers|session...: writes golden files anew, by the
programs DUBAND and DUBANCTL. The commit that changes one says why."""
import os
import shutil
import sys

from fixture import (ANSWERS, ask_answer, ask_export, ask_verify, open_fixture, part,
                     write_session)
from session import replay


def of_fixture(ask):
    daemon, opened, _ = open_fixture()
    try:
        return ask(daemon, opened)
    finally:
        daemon.remove()


def renew_verify():
    text = of_fixture(ask_verify)
    with open(part("verify"), "w", encoding="utf-8") as f:
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
    write_session([(who, request, reply) for who, request, _, reply in replay()])


RENEW = {"verify": renew_verify, "export": renew_export, "answers": renew_answers,
         "session": renew_session}

if __name__ == "__main__":
    if not sys.argv[1:] or set(sys.argv[1:]) - set(RENEW):
        sys.exit(__doc__)
    for what in sys.argv[1:]:
        RENEW[what]()
