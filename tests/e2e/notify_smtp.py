"""A small strict mail server (RFC 5321) with STARTTLS and AUTH, for the mail transport. What no mail should have is
refused and noted. The test says per recipient what becomes of a mail."""
import base64
import os
import queue
import re
import socketserver
import ssl
import subprocess
import threading

USER, PASSWORD = "duban", "geheim-秘密"
COMMAND = re.compile(rb"[ -~]{1,998}\r\n")


def certificate(folder):
    """A new one for 127.0.0.1: the path of itself, and of it with its key."""
    key, cert, both = (os.path.join(folder, name) for name in ("key.pem", "cert.pem", "both.pem"))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "1", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                    "-keyout", key, "-out", cert], check=True, capture_output=True)
    with open(both, "w", encoding="ascii") as f:
        for path in (key, cert):
            with open(path, encoding="ascii") as part:
                f.write(part.read())
    return cert, both


class Conversation(socketserver.StreamRequestHandler):
    """One connection. `self.mail`: sender and recipient of the mail under way."""
    timeout = 60

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")
        self.wfile.flush()

    def line(self):
        line = self.rfile.readline(2000)
        if line and not line.endswith(b"\r\n"):
            self.server.faults.append(("bare line end", line))
        return line

    def handle(self):
        self.secure, self.known, self.greeted, self.mail = False, False, False, None
        try:
            self.say("220 mail.nc.example ESMTP")
            while True:
                line = self.line()
                if not line:
                    return
                if not COMMAND.fullmatch(line):
                    self.server.faults.append(("command", line))
                    return
                verb = line.split()[0].decode().upper()
                self.server.heard.append((verb, self.secure))
                if self.command(verb, line[:-2].decode()) == "end":
                    return
        except OSError:
            pass  # the gateway was stopped, or the certificate was not to its taste

    def command(self, verb, line):
        if verb == "EHLO":
            self.greeted, self.mail = True, None
            self.say("250-mail.nc.example")
            if self.server.offers_tls and not self.secure:
                self.say("250-STARTTLS")
            if self.secure or self.server.plain:
                self.say("250-AUTH PLAIN LOGIN")
            self.say("250 SIZE 1000000")
            return None
        if verb == "QUIT":
            self.say("221 bye")
            return "end"
        if not self.greeted:
            self.server.faults.append(("no EHLO", line))
            return self.say("503 say EHLO")
        known = {"STARTTLS": self.starttls, "AUTH": self.auth, "MAIL": self.sender, "RCPT": self.recipient,
                 "DATA": self.data, "NOOP": lambda _: self.say("250 fine"), "RSET": self.reset}
        return known.get(verb, self.unknown)(line)

    def unknown(self, line):
        self.server.faults.append(("unknown", line))
        self.say("500 what?")

    def reset(self, _):
        self.mail = None
        self.say("250 fine")

    def starttls(self, _):
        self.say("220 go ahead")
        self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        self.connection = self.request
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb")
        self.secure, self.greeted = True, False

    def auth(self, line):
        _, way, *first = line.split()
        if way != "PLAIN" or not (self.secure or self.server.plain):
            self.server.faults.append(("auth", line))
        if not first:
            self.say("334 ")
            first = [self.line().decode().strip()]
        given = base64.b64decode(first[0], validate=True).split(b"\0")
        self.known = given[1:] == [USER.encode(), PASSWORD.encode()]
        self.say("235 welcome" if self.known else "535 5.7.8 authentication failed")

    def sender(self, line):
        if not re.fullmatch(r"MAIL FROM:<[^<>@ ]+@[a-z0-9.-]+>( SIZE=\d+)?", line):
            self.server.faults.append(("sender", line))
        if not self.known:
            return self.say("530 5.7.0 authentication required")
        self.mail = [line[11:line.index(">")], None]
        return self.say("250 fine")

    def recipient(self, line):
        if not self.mail or not re.fullmatch(r"RCPT TO:<[^<>@ ]+@[a-z0-9.-]+>", line):
            self.server.faults.append(("recipient", line))
            return self.say("503 no")
        to = line[9:-1]
        self.mail[1] = to
        act = self.server.act(to)
        if isinstance(act, str) and act[0] in "45":
            return self.say(act)
        self.then = act
        return self.say("250 fine")

    def data(self, line):
        if not self.mail or not self.mail[1]:
            self.server.faults.append(("order", line))
            return self.say("503 no")
        if self.then == "cut before":
            return "end"
        self.say("354 go on")
        body = b""
        while (text := self.line()) not in (b".\r\n", b""):
            if len(text) > 80:
                self.server.faults.append(("length", text))
            body += text[1:] if text.startswith(b".") else text
        mail, self.mail = self.mail, None
        self.server.arrived.put((*mail, body))
        if self.then == "cut":
            return "end"
        if self.then == "stall":
            self.line()  # until the other side goes
            return "end"
        return self.say(self.then.removeprefix("after ") if self.then != "ok" else "250 2.0.0 queued as 4F3A")


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, both, offers_tls=True, plain=False):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.arrived, self.plans, self.faults, self.heard = queue.Queue(), {}, [], []
        self.offers_tls, self.plain, self.lock = offers_tls, plain, threading.Lock()
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(both)
        self.url = f"smtp://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def act(self, to):
        with self.lock:
            plan = self.plans.get(to) or ["ok"]
            return plan.pop(0) if len(plan) > 1 else plan[0]

    def next(self):
        return self.arrived.get(timeout=60)

    def close(self):
        self.shutdown()
        self.server_close()
        assert not self.faults, self.faults
