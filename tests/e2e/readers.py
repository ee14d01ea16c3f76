#!/usr/bin/python3
# timeout: 600
"""Readers behind a pipe: watch moves its place only over what the reader acknowledged, by seq on
watch's stdin (--ack) or by exit 0 of a program (--exec). A reader that is killed, fails, hangs or
is poisoned by an event loses none of the others. A watch waits for a daemon that is not up."""
import json
import os
import re
import signal
import stat
import subprocess

from wire_daemon import DUBANCTL, Daemon

PEOPLE = 100


def journal(daemon):
    return [json.loads(line) for line in daemon.ctl(
        "--json", "watch", "--from", "start", "--idle", "0").stdout.splitlines()]


class Watch:
    def __init__(self, daemon, *options, **pipes):
        self.cursor = os.path.join(daemon.top, "cursor")
        self.process = subprocess.Popen(
            [DUBANCTL, "--data", daemon.dir, "--json", "watch", "--cursor", self.cursor,
             "--from", "start", *options],
            text=True, **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE,
                          "stderr": subprocess.PIPE, **pipes})

    def ends(self, code=0):
        out, err = self.process.communicate(timeout=120)
        assert self.process.returncode == code, f"{self.process.returncode}: {out}{err}"
        return [json.loads(line) for line in (out or "").splitlines()], err


def acknowledged(daemon):
    path = os.path.join(daemon.top, "cursor")
    if not os.path.exists(path):
        return 0
    with open(path, encoding="utf-8") as f:
        return int(dict(line.split() for line in f)["acked"])


def forget(daemon):
    for name in os.listdir(daemon.top):
        if name.startswith("cursor"):
            os.unlink(os.path.join(daemon.top, name))


def program(daemon, name, text):
    path = os.path.join(daemon.top, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    os.chmod(path, stat.S_IRWXU)
    return path


# ---- --ack

READER = """
import json, os, signal, sys
for n, line in enumerate(sys.stdin, 1):
    print(json.loads(line)["seq"], flush=True)     # to watch's stdin
    if n == %d:
        os.kill(os.getpid(), signal.SIGKILL)
"""


def read_by(daemon, source, *options):
    """A pair of pipes: watch | reader, and the reader's acknowledgements back."""
    events_out, events_in = os.pipe()
    acks_out, acks_in = os.pipe()
    watch = Watch(daemon, "--ack", *options, stdin=acks_out, stdout=events_in)
    reader = subprocess.Popen(["/usr/bin/python3", "-c", source], stdin=events_out, stdout=acks_in)
    for fd in (events_out, events_in, acks_out, acks_in):
        os.close(fd)
    return watch, reader


def a_killed_reader_gets_the_next_event_again(daemon, seqs):
    watch, reader = read_by(daemon, READER % 50)
    assert reader.wait(60) == -signal.SIGKILL
    _, err = watch.process.communicate(timeout=120)
    # 10: more was handed over than the 50; 0: the reader was faster, and nothing is missing
    assert watch.process.returncode in (0, 10), (watch.process.returncode, err)
    assert acknowledged(daemon) == seqs[49], (acknowledged(daemon), seqs[49])
    rest, _ = Watch(daemon, "--idle", "0").ends()
    assert [e["seq"] for e in rest] == seqs[50:], f"{rest[0]['seq']}: event 51 comes again"
    forget(daemon)


def a_reader_that_is_gone_is_told_where_somebody_hears_it(daemon, seqs):
    """Not only in JSON on the pipe that nobody reads any more."""
    watch, reader = read_by(daemon, READER.replace("flush=True)", "flush=True) if n < 3 else None") % 4)
    assert reader.wait(60) == -signal.SIGKILL
    _, err = watch.process.communicate(timeout=120)
    assert watch.process.returncode == 10, err
    assert f"the events after {seqs[1]} come again" in err, err
    forget(daemon)


def a_place_within_the_first_page_is_of_this_store(daemon, seqs):
    """Another store, and the same one with less in it, are not taken for the one that was read."""
    Watch(daemon, "--exec", "/bin/true", "--count", "20").ends()
    cursor = os.path.join(daemon.top, "cursor")
    with open(cursor, encoding="utf-8") as f:
        kept = f.read()
    assert "epoch -" not in kept, kept
    # as an older duban wrote it, without the check of its bytes
    kept = re.sub("check .*\n", "", kept.replace("duban-cursor 2", "duban-cursor 1"))
    for other in (kept, kept.replace(kept.split()[3], "-")):
        with open(cursor, "w", encoding="utf-8") as f:
            f.write(other.replace(f"acked {seqs[19]}", "acked 999999"))
        said, _ = Watch(daemon, "--idle", "0").ends(8)
        assert said[-1]["error"]["code"] == "watch.diverged", said
    fresh = Daemon().start()
    try:
        with open(os.path.join(fresh.top, "cursor"), "w", encoding="utf-8") as f:
            f.write(kept)
        said, _ = Watch(fresh, "--idle", "0").ends(8)
        assert said[-1]["error"]["code"] == "watch.diverged", said
    finally:
        fresh.remove()
    forget(daemon)


def a_cursor_that_cannot_be_kept_hands_over_nothing(daemon):
    done = daemon.ctl("watch", "--cursor", os.path.join(daemon.top, "none", "c"), "--from", "start",
                      "--count", "1", code=10)
    assert done.stdout == "" and "[cursor.unwritable]" in done.stderr, done.stdout + done.stderr


def the_last_of_count_is_acknowledged_too(daemon, seqs):
    watch, reader = read_by(daemon, READER % 0, "--count", "20")
    watch.ends()
    assert reader.wait(60) == 0 and acknowledged(daemon) == seqs[19]
    forget(daemon)


def what_is_no_seq_moves_nothing(daemon, seqs):
    watch = Watch(daemon, "--ack", stdin=subprocess.PIPE)
    first = json.loads(watch.process.stdout.readline())
    assert first["seq"] == seqs[0]
    watch.process.stdin.write(f"{seqs[0]}\nten\n{seqs[5]}\n")
    watch.process.stdin.flush()
    out, _ = watch.process.communicate(timeout=120)
    assert watch.process.returncode == 10, watch.process.returncode
    assert json.loads(out.splitlines()[-1])["error"]["code"] == "watch.bad_ack", out
    assert acknowledged(daemon) <= seqs[0]
    forget(daemon)


def an_event_that_was_not_sent_is_not_acknowledged(daemon, seqs):
    watch = Watch(daemon, "--ack", "--count", "3", stdin=subprocess.PIPE)
    for _ in range(3):
        watch.process.stdout.readline()
    watch.process.stdin.write(f"{seqs[1]}\n{seqs[-1] + 1000}\n")
    watch.process.stdin.flush()
    watch.ends(2)
    assert acknowledged(daemon) <= seqs[1]
    forget(daemon)


# ---- --exec

NOTE = """#!/bin/sh
set -e
line=$(cat)
seq=$(printf '%s' "$line" | sed 's/^{"seq": *\\([0-9]*\\).*/\\1/')
"""


def taken(daemon):
    path = os.path.join(daemon.top, "taken")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as f:
        seqs = [int(line) for line in f]
    os.unlink(path)
    return seqs


def each_event_is_taken_by_a_run(daemon, seqs):
    take = program(daemon, "take", NOTE + f'echo "$seq" >>{daemon.top}/taken\n')
    Watch(daemon, "--exec", take, "--count", "7").ends()
    assert taken(daemon) == seqs[:7] and acknowledged(daemon) == seqs[6]
    Watch(daemon, "--exec", take, "--idle", "0").ends()
    rest = taken(daemon)
    assert rest == seqs[7:], (rest, seqs[7:])
    forget(daemon)


def a_poison_event_is_parked(daemon, seqs):
    """It fails every time, its neighbours do not; one more fails twice, then not."""
    take = program(daemon, "take", NOTE + f"""
case $seq in
{seqs[3]}) exit 3 ;;
{seqs[5]}) echo x >>{daemon.top}/tries; [ "$(wc -l <{daemon.top}/tries)" -gt 2 ] || kill -9 $$ ;;
esac
echo "$seq" >>{daemon.top}/taken
""")
    _, err = Watch(daemon, "--exec", take, "--exec-tries", "4", "--exec-pause", "0", "--count",
                   "8").ends()
    assert taken(daemon) == seqs[:3] + seqs[4:8]
    with open(os.path.join(daemon.top, "cursor.parked"), encoding="utf-8") as f:
        parked = [json.loads(line) for line in f]
    assert [e["seq"] for e in parked] == [seqs[3]], parked
    assert f"event {seqs[3]} was given up after 4 failures" in err, err
    assert f"event {seqs[5]}" in err and "signal 9" in err, err
    assert acknowledged(daemon) == seqs[7]
    forget(daemon)


def later_is_no_failure(daemon, seqs):
    """Exit 75 (EX_TEMPFAIL): tried more often than --exec-tries, and not parked."""
    take = program(daemon, "take", NOTE + f"""
echo x >>{daemon.top}/later
[ "$(wc -l <{daemon.top}/later)" -gt 5 ] || exit 75
echo "$seq" >>{daemon.top}/taken
""")
    Watch(daemon, "--exec", take, "--exec-tries", "2", "--exec-pause", "0", "--count", "1").ends()
    assert taken(daemon) == seqs[:1]
    assert not os.path.exists(os.path.join(daemon.top, "cursor.parked"))
    forget(daemon)


def a_program_that_hangs_is_killed(daemon, seqs):
    """With its children: its sleeping one would keep the pipe `alive` open."""
    alive_out, alive_in = os.pipe()
    take = program(daemon, "take", "#!/bin/sh\ntail -f /dev/null\n")
    watch = Watch(daemon, "--exec", take, "--exec-time", "1", "--exec-tries", "1", "--count", "1",
                  pass_fds=(alive_in,))
    os.close(alive_in)
    _, err = watch.ends()
    assert f"event {seqs[0]}" in err and "longer than 1 s" in err, err
    assert os.read(alive_out, 1) == b"", "a child of the program still lives"
    os.close(alive_out)
    forget(daemon)


def a_program_that_is_not_there_parks_nothing(daemon, seqs):
    watch = Watch(daemon, "--exec", os.path.join(daemon.top, "nowhere"))
    out, _ = watch.process.communicate(timeout=120)
    assert watch.process.returncode == 10, watch.process.returncode
    assert json.loads(out)["error"]["code"] == "watch.no_program", out
    assert not os.path.exists(os.path.join(daemon.top, "cursor.parked"))
    assert acknowledged(daemon) < seqs[0]
    forget(daemon)


# ---- where it begins, and a daemon that is not up

def it_begins_at_a_seq(daemon, seqs):
    out = daemon.ctl("--json", "watch", "--from", str(seqs[40]), "--idle", "0").stdout
    assert [json.loads(line)["seq"] for line in out.splitlines()] == seqs[40:]
    assert daemon.ctl("--json", "watch", "--from", str(seqs[-1] + 1), "--idle", "0").stdout == ""
    cursor = os.path.join(daemon.top, "cursor")
    for count, wanted in (("1", seqs[40:41]), ("2", seqs[41:43])):  # the second one: by the file
        out = daemon.ctl("--json", "watch", "--from", str(seqs[40]), "--cursor", cursor, "--count",
                         count).stdout
        assert [json.loads(line)["seq"] for line in out.splitlines()] == wanted
    forget(daemon)
    said = daemon.ctl("watch", "--from", str(seqs[-1] + 2), "--idle", "0", code=1).stderr
    assert "watch.no_such_event" in said, said


def misuse_is_told(daemon):
    for options, code in ((("--ack",), "usage.needs_cursor"),
                          (("--exec", "x"), "usage.needs_cursor"),
                          (("--exec-tries", "3"), "usage.without_exec"),
                          (("--ack", "--exec", "x", "--cursor", "c"), "usage.ack_or_exec"),
                          (("--from", "-3"), "usage.from"),
                          (("--from", "18446744073709551616"), "usage.from")):
        said = daemon.ctl("watch", *options, "--idle", "0", code=2).stderr
        assert f"[{code}]" in said, said


def it_waits_for_the_daemon(daemon, seqs):
    assert daemon.stop() == 0
    watch = Watch(daemon, "--count", "2")
    said = watch.process.stderr.readline()
    assert "waiting for it" in said, said
    daemon.start()
    events, err = watch.ends()
    assert [e["seq"] for e in events] == seqs[:2]
    assert err == "", f"said more than once: {err}"
    forget(daemon)
    assert daemon.stop() == 0
    Watch(daemon, "--idle", "0").ends(6)
    daemon.start()


def a_name_is_waited_for(daemon):
    """The daemon dies with the first event; the second one has a unit, whose id must be asked for."""
    top = daemon.top
    take = program(daemon, "take", f"""#!/bin/sh
cat >>{top}/lines
[ -e {top}/killed ] || {{ touch {top}/killed; kill -9 {daemon.process.pid}; }}
""")
    watch = Watch(daemon, "--timeout", "1", "--exec", take, "--kind", "store_created,link_put",
                  "--count", "2")
    daemon.process.wait(60)
    try:
        watch.process.wait(3)  # it must not end: without the daemon there is no second line
    except subprocess.TimeoutExpired:
        pass
    assert watch.process.poll() is None, "a line was made without the daemon"
    daemon.start()
    watch.ends()
    with open(os.path.join(top, "lines"), encoding="utf-8") as f:
        lines = [json.loads(line) for line in f]
    assert [e["kind"] for e in lines] == ["store_created", "link_put"]
    assert lines[1]["data"]["link"]["unit"] == "xinjian", lines[1]["data"]["link"]["unit"]
    forget(daemon)


def main():
    with Daemon() as daemon:
        daemon.city()
        daemon.import_text("people", "id,name,unit\n" + "".join(
            f"p{i},人{i},xinjian\n" for i in range(PEOPLE)))
        seqs = [e["seq"] for e in journal(daemon)]
        assert len(seqs) > PEOPLE
        a_killed_reader_gets_the_next_event_again(daemon, seqs)
        a_reader_that_is_gone_is_told_where_somebody_hears_it(daemon, seqs)
        a_place_within_the_first_page_is_of_this_store(daemon, seqs)
        a_cursor_that_cannot_be_kept_hands_over_nothing(daemon)
        the_last_of_count_is_acknowledged_too(daemon, seqs)
        what_is_no_seq_moves_nothing(daemon, seqs)
        an_event_that_was_not_sent_is_not_acknowledged(daemon, seqs)
        each_event_is_taken_by_a_run(daemon, seqs)
        a_poison_event_is_parked(daemon, seqs)
        later_is_no_failure(daemon, seqs)
        a_program_that_hangs_is_killed(daemon, seqs)
        a_program_that_is_not_there_parks_nothing(daemon, seqs)
        it_begins_at_a_seq(daemon, seqs)
        misuse_is_told(daemon)
        it_waits_for_the_daemon(daemon, seqs)
        a_name_is_waited_for(daemon)


if __name__ == "__main__":
    main()
