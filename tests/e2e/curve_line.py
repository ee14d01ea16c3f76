"""A ZMTP connection with CURVE made by hand, on libsodium: what a client of libzmq never sends."""
import ctypes
import os
import select
import socket
import struct

from zmq.utils import z85

SODIUM = ctypes.CDLL("libsodium.so.23")
MORE, LONG, COMMAND = 1, 2, 4
OVER = 16  # bytes that a box adds
GREETING = b"\xff" + bytes(8) + b"\x7f\x03\x01CURVE" + bytes(15) + bytes(1) + bytes(31)


def box(message, nonce, public, secret):
    out = ctypes.create_string_buffer(len(message) + OVER)
    assert SODIUM.crypto_box_easy(out, message, ctypes.c_ulonglong(len(message)), nonce, public,
                                  secret) == 0
    return out.raw


def unbox(boxed, nonce, public, secret):
    """The contents; None if the box is not whole or not for us."""
    if len(boxed) < OVER:
        return None
    out = ctypes.create_string_buffer(len(boxed))
    if SODIUM.crypto_box_open_easy(out, boxed, ctypes.c_ulonglong(len(boxed)), nonce, public, secret):
        return None
    return out.raw[:len(boxed) - OVER]


def key_pair():
    public, secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(32)
    SODIUM.crypto_box_keypair(public, secret)
    return public.raw, secret.raw


def frame(flags, body):
    if len(body) > 255 or flags & LONG:
        return struct.pack(">BQ", flags | LONG, len(body)) + body
    return bytes([flags, len(body)]) + body


def keys_of(connection):
    """(server's public key, our public key, our secret key)"""
    return tuple(z85.decode(connection[name].encode())
                 for name in ("server_key", "public_key", "secret_key"))


class CurveLine:
    """Each step can be done on its own, in any order, with any bytes."""

    def __init__(self, endpoint, keys, socket_type=b"DEALER"):
        host, port = endpoint.removeprefix("tcp://").rsplit(":", 1)
        self.server, self.public, self.secret = keys
        self.socket_type = socket_type
        self.short_public, self.short_secret = key_pair()
        self.short_server, self.cookie = key_pair()[0], bytes(96)  # until WELCOME tells
        self.must_end = False  # set by a test that sent something for which the server must close
        self.nonce = 0
        self.rest = b""
        self.socket = socket.create_connection((host, int(port)), 30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self, reset=False):
        if reset and self.socket.fileno() >= 0:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def send(self, data):
        """False: the other side has closed."""
        try:
            self.socket.sendall(data)
            return True
        except OSError:
            return False

    def next_nonce(self):
        self.nonce += 1
        return struct.pack(">Q", self.nonce)

    # ---- what is sent

    def hello(self):
        nonce = self.next_nonce()
        return b"\x05HELLO\x01\x00" + bytes(72) + self.short_public + nonce + box(
            bytes(64), b"CurveZMQHELLO---" + nonce, self.server, self.short_secret)

    def initiate(self):
        nonce, vouch_nonce = self.next_nonce(), os.urandom(16)
        vouch = box(self.short_public + self.server, b"VOUCH---" + vouch_nonce, self.short_server,
                    self.secret)
        metadata = b"\x0bSocket-Type" + struct.pack(">I", len(self.socket_type)) + self.socket_type
        return b"\x08INITIATE" + self.cookie + nonce + box(
            self.public + vouch_nonce + vouch + metadata, b"CurveZMQINITIATE" + nonce,
            self.short_server, self.short_secret)

    def message(self, body, flags=0):
        nonce = self.next_nonce()
        return b"\x07MESSAGE" + nonce + box(bytes([flags]) + body, b"CurveZMQMESSAGEC" + nonce,
                                            self.short_server, self.short_secret)

    # ---- what comes

    def read(self, n, timeout=30):
        """n bytes; None at the end of the connection or if nothing comes in time."""
        while len(self.rest) < n:
            if not select.select([self.socket], [], [], timeout)[0]:
                return None
            try:
                data = self.socket.recv(65536)
            except OSError:
                return None
            if not data:
                return None
            self.rest += data
        got, self.rest = self.rest[:n], self.rest[n:]
        return got

    def read_frame(self, timeout=30):
        head = self.read(2, timeout)
        if head is None:
            return None
        size = head[1]
        if head[0] & LONG:
            more = self.read(7, timeout)
            if more is None:
                return None
            size = int.from_bytes(head[1:] + more, "big")
        return self.read(size, timeout)

    def read_message(self, timeout=30):
        """The body of the next message, None at the end."""
        got = self.read_frame(timeout)
        if got is None or not got.startswith(b"\x07MESSAGE"):
            return None
        inner = unbox(got[16:], b"CurveZMQMESSAGES" + got[8:16], self.short_server,
                      self.short_secret)
        return inner and inner[1:]

    # ---- the handshake; each step is True if it was answered as it should

    def greet(self):
        return self.send(GREETING) and self.read(64) is not None

    def meet(self):
        self.send(frame(COMMAND, self.hello()))
        got = self.read_frame()
        if got is None or not got.startswith(b"\x07WELCOME"):
            return False
        inner = unbox(got[24:], b"WELCOME-" + got[8:24], self.server, self.short_secret)
        self.short_server, self.cookie = inner[:32], inner[32:]
        return True

    def enter(self):
        self.send(frame(COMMAND, self.initiate()))
        got = self.read_frame()
        return got is not None and got.startswith(b"\x05READY")

    def open(self):
        return self.greet() and self.meet() and self.enter()
