"""Strict stand-ins of the web services of 企业微信, 钉钉 and 飞书 and of an office's own receiver: what is not as their
documentation has it is refused with their codes, in answers of HTTP 200. The test says per recipient or word of the text
what becomes of a message."""
import base64
import hashlib
import hmac
import http.server
import json
import queue
import threading
import time
import urllib.parse

KEY, SECRET, CORP, AGENT = "693a91f6-7xxx", "SEC密-0123456789", "ww1a2b3c", 1000002


def mac(key, data):
    return hmac.new(key.encode(), data, hashlib.sha256)


def fresh(seconds):
    return abs(time.time() - seconds) < 3600


class Robots:
    def __init__(self):
        self.arrived, self.plans, self.faults, self.tokens = queue.Queue(), {}, [], []
        self.lock, self.released = threading.Lock(), threading.Event()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                outer.serve(self, None)

            def do_POST(self):
                outer.serve(self, self.rfile.read(int(self.headers["Content-Length"])))

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass  # a gateway that gave up leaves its connections behind

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()
        assert not self.faults, self.faults

    def next(self):
        return self.arrived.get(timeout=60)

    def plan(self, *names):
        with self.lock:
            for name in names:
                plan = self.plans.get(name)
                if plan:
                    return plan.pop(0) if len(plan) > 1 else plan[0]
        return "ok"

    # ---- the services: (code, words) and who or what the message was for

    def wecom_robot(self, q, body, _):
        if q != {"key": KEY}:
            return {"errcode": 93000, "errmsg": "invalid webhook url"}, None
        text = body["text"]["content"]
        if set(body) != {"msgtype", "text"} or body["msgtype"] != "text" or len(text.encode()) > 2048:
            return {"errcode": 40058, "errmsg": "invalid Request Parameter"}, None
        return {"errcode": 0, "errmsg": "ok"}, (body["text"].get("mentioned_mobile_list"), text)

    def wecom_token(self, q, _, __):
        if q != {"corpid": CORP, "corpsecret": SECRET}:
            return {"errcode": 40001, "errmsg": "invalid credential"}, None
        with self.lock:
            self.tokens.append(f"token/{len(self.tokens)}")
        return {"errcode": 0, "errmsg": "ok", "access_token": self.tokens[-1], "expires_in": 7200}, None

    def wecom_app(self, q, body, _):
        if not self.tokens or q != {"access_token": self.tokens[-1]}:
            return {"errcode": 40014, "errmsg": "invalid access_token"}, None
        text = body["text"]["content"]
        if (body["msgtype"], body["agentid"], body["enable_duplicate_check"]) != ("text", AGENT, 1) \
                or set(body) != {"touser", "msgtype", "agentid", "text", "enable_duplicate_check"}:
            return {"errcode": 40058, "errmsg": "invalid Request Parameter"}, None
        return {"errcode": 0, "errmsg": "ok", "msgid": "m1"}, (body["touser"], text)

    def dingtalk(self, q, body, _):
        if q.get("access_token") != KEY:
            return {"errcode": 300001, "errmsg": "token is not exist"}, None
        sign = base64.b64encode(mac(SECRET, f"{q['timestamp']}\n{SECRET}".encode()).digest()).decode()
        if q["sign"] != sign or not fresh(int(q["timestamp"]) / 1000):
            return {"errcode": 310000, "errmsg": "sign not match"}, None
        assert body["msgtype"] == "text" and set(body) <= {"msgtype", "text", "at"}
        return {"errcode": 0, "errmsg": "ok"}, (body.get("at"), body["text"]["content"])

    def feishu(self, q, body, _):
        sign = base64.b64encode(mac(f"{body['timestamp']}\n{SECRET}", b"").digest()).decode()
        if q or body["sign"] != sign or not fresh(int(body["timestamp"])):
            return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}, None
        assert set(body) == {"timestamp", "sign", "msg_type", "content"} and body["msg_type"] == "text"
        return {"code": 0, "msg": "success", "data": {}}, (None, body["content"]["text"])

    def own(self, _, body, request):
        at = request["X-Duban-Timestamp"]
        sign = mac(SECRET, at.encode() + b"." + request["raw"]).hexdigest()
        if request["X-Duban-Signature"] != "sha256=" + sign or not fresh(int(at)):
            return 401, None
        return 204, (body["to"], body["text"])

    ROWS = {"/cgi-bin/webhook/send": wecom_robot, "/cgi-bin/gettoken": wecom_token,
            "/cgi-bin/message/send": wecom_app, "/robot/send": dingtalk,
            "/open-apis/bot/v2/hook/" + KEY: feishu, "/own": own}

    def serve(self, handler, raw):
        split = urllib.parse.urlsplit(handler.path)
        q = dict(urllib.parse.parse_qsl(split.query, strict_parsing=bool(split.query)))
        try:
            if raw is not None and handler.headers["Content-Type"] != "application/json; charset=utf-8":
                raise ValueError("Content-Type")
            says, message = self.ROWS[split.path](self, q, json.loads(raw) if raw else None,
                                                  {**handler.headers, "raw": raw})
        except (KeyError, ValueError, AssertionError) as e:
            self.faults.append((split.path, raw, repr(e)))
            says, message = 400, None
        if message:
            self.arrived.put((*message, time.monotonic()))
            act = self.plan(str(message[0]), "any")
            if act == "cut":
                handler.connection.close()
                handler.close_connection = True
                return
            if act == "late":  # its answer comes when nobody waits for it any more
                self.released.wait(60)
            elif act == "stall":  # a part of an answer
                handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"errcode\"")
                handler.wfile.flush()
                self.released.wait(60)
                handler.close_connection = True
                return
            elif act != "ok":
                says = act
        body = b"" if isinstance(says, int) else json.dumps(says).encode()
        handler.send_response(says if isinstance(says, int) else 200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
