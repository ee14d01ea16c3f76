"""Runs duban-notify beside a Daemon of wire_daemon.py, with an outbox in its folder."""
import json
import os
import signal
import socket
import subprocess

from wire_daemon import BUILD, SHIPPED

FINAL = ("delivered", "failed", "expired")
NOTIFY = os.path.join(BUILD, "duban-notify")


class Gateway:
    def __init__(self, daemon, name, transport, own, more=""):
        self.daemon, self.name = daemon, name
        self.state = os.path.join(daemon.top, name + ".state")
        self.config = os.path.join(daemon.top, name + ".conf")
        self.log_path = os.path.join(daemon.top, name + ".log")
        self.process = None
        if not os.path.exists(os.path.join(daemon.top, name + ".conn")):
            daemon.principal(name, "gateway")
        self.configure(transport, own, more)

    def configure(self, transport, own, more=""):
        with open(self.config, "w", encoding="utf-8") as f:
            f.write(f"[notify]\ntransport = {transport}\nstate = {self.state}\n{more}\n"
                    f"connection = {os.path.join(self.daemon.top, self.name)}.conn\n\n"
                    f"[{transport}]\n" + "".join(f"{k} = {v}\n" for k, v in own.items()))

    def secret(self, name, value):
        path = os.path.join(self.daemon.top, name)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as f:
            f.write(value + "\n")
        return path

    def start(self, *more):
        """Returns when it sends READY=1, as it does to systemd."""
        path = os.path.join(self.daemon.top, self.name + ".notify")
        if os.path.exists(path):
            os.unlink(path)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify, open(self.log_path, "ab") as log:
            notify.bind(path)
            notify.settimeout(60)
            self.process = subprocess.Popen([NOTIFY, "run", "--config", self.config, *more], stderr=log,
                                            env={**os.environ, "NOTIFY_SOCKET": path})
            assert b"READY=1" in notify.recv(4096), self.log()
        return self

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        code = self.process.wait(60)
        self.process = None
        if how == signal.SIGTERM:
            assert code == 0, (code, self.log())
        return self

    def log(self):
        with open(self.log_path, encoding="utf-8") as f:
            return f.read()

    def run(self, *words, code=0):
        done = subprocess.run([NOTIFY, *words, "--config", self.config], capture_output=True, text=True, timeout=60)
        assert code is None or done.returncode == code, (words, done.returncode, done.stdout, done.stderr)
        return done.stdout + done.stderr

    def status(self):
        return json.loads(self.run("status", "--json"))

    def until(self, enough):
        """Waits for receipts at the daemon until enough(rows), rows being all of them from the first event on."""
        rows = []
        with subprocess.Popen([SHIPPED, "--data", self.daemon.dir, "watch", "--json", "--from", "start", "--kind",
                               "notice_reported", "--idle", "40"], stdout=subprocess.PIPE, text=True) as watch:
            for line in watch.stdout:
                rows.append(json.loads(line)["data"])
                if enough(rows):
                    watch.kill()
                    return rows
        raise AssertionError(("not told", rows, self.log()))

    def reported(self, n):
        return self.until(lambda rows: len(rows) == n)

    def finals(self, n):
        """Waits until so many notices have a result that stays."""
        return self.until(lambda rows: len({r["num"] for r in rows if r["result"] in FINAL}) == n)

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, *_):
        if self.process and kind is None:
            self.stop()
        elif self.process:
            self.process.kill()
            self.process.wait()
            print(self.log())


def lines(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]
