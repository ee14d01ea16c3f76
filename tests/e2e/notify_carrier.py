"""A strict stand-in of Kannel's sendsms: what is not written exactly as docs/notify.md says is refused and noted.
The test says per number what becomes of a text."""
import http.server
import queue
import re
import threading
import urllib.parse
import urllib.request

FIELDS = {"username", "password", "to", "coding", "charset", "validity", "text", "dlr-mask", "dlr-url"}


def units(text):
    return len(text.encode("utf-16-be")) // 2


class Carrier:
    def __init__(self, user="duban", password="geheim", secret="0123456789abcdef"):
        self.user, self.password, self.secret = user, password, secret
        self.arrived = queue.Queue()  # each request, as a dict
        self.plans = {}  # number -> list of "ok", "deny", "busy", "cut" or a function called before "ok"
        self.faults, self.lock = [], threading.Lock()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                outer.serve(self)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass  # a gateway that was killed leaves its connections behind

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/cgi-bin/sendsms"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        assert not self.faults, self.faults

    def fault_of(self, split, q):
        names = [name for name, _ in urllib.parse.parse_qsl(split.query, keep_blank_values=True, encoding="latin-1")]
        if len(names) != len(set(names)) or not FIELDS <= set(names) <= FIELDS | {"udh", "from"}:
            return f"fields {names}"
        udh = urllib.parse.parse_qs(split.query, encoding="latin-1").get("udh", [None])[0]
        if q["coding"] != "2" or q["charset"] != "UTF-8" or q["dlr-mask"] != "31":
            return "coding, charset, dlr-mask"
        if not re.fullmatch(r"1[3-9]\d{9}", q["to"]) or not re.fullmatch(r"[1-9]\d*", q["validity"]):
            return "to, validity"
        if not q["dlr-url"].isascii() or re.sub("%[dA]", "", q["dlr-url"]).count("%"):
            return "dlr-url"
        if udh is not None and (len(udh) != 6 or udh[:3] != "\x05\x00\x03" or not 1 <= ord(udh[5]) <= ord(udh[4])):
            return "udh"
        if not 1 <= units(q["text"]) <= (70 if udh is None else 67) or "�" in q["text"]:
            return f"text of {units(q['text'])} units"
        q["header"] = None if udh is None else tuple(udh[3:].encode("latin-1"))
        return None

    def serve(self, handler):
        split = urllib.parse.urlsplit(handler.path)
        q = {k: v[0] for k, v in urllib.parse.parse_qs(split.query, errors="replace").items()}
        if (q.get("username"), q.get("password")) != (self.user, self.password):
            return self.answer(handler, 403, "Authorization failed for sendsms")
        if "to" not in q:
            return self.answer(handler, 400, "Missing receiver and sender number")
        fault = "path" if split.path != "/cgi-bin/sendsms" else self.fault_of(split, q)
        if fault:
            self.faults.append(fault)
            return self.answer(handler, 400, fault)
        with self.lock:
            plan = self.plans.get(q["to"]) or ["ok"]
            act = plan.pop(0) if len(plan) > 1 else plan[0]
        self.arrived.put(q)
        if callable(act):
            act = act(q) or "ok"
        if act == "cut":
            handler.connection.close()
            handler.close_connection = True
            return None
        return self.answer(handler, *{
            "ok": (202, "0: Accepted for delivery"),
            "deny": (400, "Number(s) has/have been denied by white- and/or black-lists."),
            "busy": (503, "Temporal failure, try again later.")}[act])

    @staticmethod
    def answer(handler, code, text):
        body = text.encode()
        handler.send_response(code)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def next(self):
        return self.arrived.get(timeout=60)

    # ---- what Kannel tells the gateway

    def report(self, q, status, answer=""):
        url = q["dlr-url"].replace("%d", str(status)).replace("%A", urllib.parse.quote(answer))
        return get(url)

    def reply(self, base, number, text, coding="0", ident="1"):
        raw = text if isinstance(text, bytes) else text.encode()
        return get(f"{base}/mo?secret={self.secret}&from={urllib.parse.quote(number)}&coding={coding}"
                   f"&id={ident}&text={urllib.parse.quote(raw)}")


def get(url, data=None):
    """The status. A gateway that went away in between: 0."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data), timeout=60) as f:
            return f.status
    except urllib.error.HTTPError as e:
        return e.code
    except OSError:
        return 0
