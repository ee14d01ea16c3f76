#!/usr/bin/python3
# labels: slow
# timeout: 600
"""SIGKILL at random moments under load, a hundred times. Afterwards every answered command is in the
journal exactly once and complete, the watchers have seen every event in order, they have seen no
event that the journal lacks, and `verify` passes."""
import hashlib
import os
import selectors
import time

from crash_daemon import CLIENT, MortalDaemon, Worker, check_tools, seed, whole_journal
from wire_client import event

ROUNDS = int(os.environ.get("ROUNDS") or 100)
SUBMITTERS = 4
ANSWERS_MAX = 60      # per round, before the kill
JITTER_SEC = 0.004    # at most, between the last answer and the kill
UPLOAD_EVENTS = 21    # 20 people and the import_done


def run_until(selector, submitters, wanted, seconds):
    """Reads until `wanted` answers came, then for another `seconds`."""
    until = time.monotonic() + 120
    while wanted > 0:
        assert time.monotonic() < until, "no answers any more"
        for key, _ in selector.select(1):
            n = key.data.read()
            assert n >= 0, f"{key.data.args} ended"
            if key.data in submitters:
                wanted -= n
    for key, _ in selector.select(seconds):
        assert key.data.read() >= 0, f"{key.data.args} ended"


def connected(workers, selector, lines=0):
    """All clients connect before the first kill: duban_open() does not wait for a daemon that is down."""
    while not all(len(worker.lines) > lines for worker in workers):
        for key, _ in selector.select(1):
            assert key.data.read() >= 0, f"{key.data.args} ended"


def rounds(daemon, rng, submitters, watchers, selector):
    for number in range(ROUNDS):
        run_until(selector, submitters, rng.randrange(ANSWERS_MAX), rng.uniform(0, JITTER_SEC))
        daemon.kill()
        if number % 10 == 7:
            watcher = watchers[1]
            watcher.finish(kill=True)
        daemon.start()
        if number % 10 == 7:
            seen = len(watcher.lines)
            watcher.start()
            connected([watcher], selector, seen)


def load_journal(daemon):
    """seq -> (digest of the bytes, Event); gapless."""
    journal = {}
    for item in whole_journal(daemon):
        e = event.Event.FromString(item.event)
        assert e.seq == len(journal) + 1, f"event {e.seq} follows {len(journal)}"
        journal[e.seq] = (hashlib.new("sm3", item.event).hexdigest(), e)
    return journal


def check_answers(journal, submitters):
    """Each answered request id has exactly the events that its answer named."""
    events_of = {}
    for seq, (_, e) in journal.items():
        if e.request_id:
            events_of.setdefault(e.request_id.hex(), []).append(seq)
    answered = 0
    for submitter in submitters:
        for line in submitter.lines:
            kind, request_id, *seqs = line.split()
            assert kind == "A", f"refused: {line}"
            first, last = map(int, seqs)
            assert events_of.get(request_id) == list(range(first, last + 1)), \
                f"{line}: the journal has {events_of.get(request_id)}"
            answered += 1
    return answered, events_of


def check_contents(journal, events_of, submitters):
    """No report is there twice under another id, and no upload in part."""
    texts = [e.report_submitted.report.text for _, e in journal.values()
             if e.WhichOneof("body") == "report_submitted"]
    assert len(texts) == len(set(texts)), "a report is there twice"
    names = {submitter.args[4] for submitter in submitters}
    for seqs in events_of.values():
        last = journal[seqs[-1]][1]
        if last.WhichOneof("body") == "import_done" and last.import_done.file in names:
            assert len(seqs) == UPLOAD_EVENTS, f"an upload has {len(seqs)} events"


def check_watcher(journal, watcher):
    """Every event came in order; only events that were not acknowledged came twice."""
    seen = acked = 0
    opened = 0
    restarted = False
    for line in watcher.lines:
        kind, *values = line.split()
        if kind == "O":
            opened += 1
            restarted = opened > 1
        elif kind == "K":
            acked = max(acked, int(values[0]))
        else:
            seq = int(values[0])
            assert seq in journal, f"event {seq} was seen and is not in the journal"
            assert journal[seq][0] == values[1], f"event {seq} was seen with other bytes"
            if restarted:
                assert acked < seq <= seen + 1, f"{seq} after a restart; {acked} acknowledged"
                restarted = False
            else:
                assert seq == seen + 1, f"event {seq} after {seen}"
            seen = seq
    return seen


def drain(watchers, head, selector):
    """Waits until the watchers have seen the last event, then ends them."""
    until = time.monotonic() + 120
    while any(last_seen(w) < head for w in watchers):
        assert time.monotonic() < until, f"{[last_seen(w) for w in watchers]} of {head}"
        for key, _ in selector.select(1):
            assert key.data.read() >= 0, f"{key.data.args} ended"


def last_seen(watcher):
    for line in reversed(watcher.lines):
        if line[0] == "E":
            return int(line.split()[1])
    return 0


def crash(daemon, rng):
    selector = selectors.DefaultSelector()
    submitters = [Worker(selector, CLIENT, "submit", daemon.dir, "2020-001", f"w{i}")
                  for i in range(SUBMITTERS)]
    watchers = [Worker(selector, CLIENT, "watch", daemon.dir, os.path.join(daemon.top, f"cursor{i}"))
                for i in range(2)]
    connected(submitters + watchers, selector)
    rounds(daemon, rng, submitters, watchers, selector)
    for submitter in submitters:
        submitter.finish()
    journal = load_journal(daemon)
    drain(watchers, len(journal), selector)
    for watcher in watchers:
        watcher.finish()
        assert check_watcher(journal, watcher) == len(journal)
    answered, events_of = check_answers(journal, submitters)
    check_contents(journal, events_of, submitters)
    daemon.ctl("verify")
    return answered, len(journal)


def main():
    check_tools(CLIENT)
    rng = seed()
    started = time.monotonic()
    daemon = MortalDaemon().start()
    try:
        daemon.city()
        answered, events = crash(daemon, rng)
        daemon.remove()
    except BaseException:
        daemon.abandon()
        raise
    print(f"{ROUNDS} kills, {answered} answers, {events} events, "
          f"{time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    main()
