"""A strict SMPP 3.4 centre: it takes what a text centre takes, notes whatever is not as the specification says, and
sends receipts and replies. Texts arrive as (number, header or None, text)."""
import itertools
import queue
import re
import socket
import struct
import threading

BIND, SUBMIT, DELIVER, UNBIND, ENQUIRE = 0x09, 0x04, 0x05, 0x06, 0x15
RESP = 0x80000000


def octets(body, at, most):
    """A C-octet string of at most `most` bytes with its NUL."""
    end = body.index(0, at)
    assert end - at < most, (body[at:end], most)
    return body[at:end].decode("ascii"), end + 1


class Centre:
    def __init__(self, result=lambda number: "DELIVRD"):
        self.result, self.arrived, self.faults = result, queue.Queue(), []
        self.socket, self.lock, self.ids, self.sequence = None, threading.Lock(), itertools.count(1), itertools.count(1)
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.bound = threading.Event()
        threading.Thread(target=self.serve, daemon=True).start()

    def close(self):
        self.server.close()
        assert not self.faults, self.faults

    def serve(self):
        while True:
            try:
                s, _ = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self.session, args=(s,), daemon=True).start()

    def session(self, s):
        last = 0
        try:
            while True:
                head = self.exactly(s, 16)
                length, command, status, sequence = struct.unpack(">4I", head)
                assert 16 <= length <= 512 and status in (0, 0x45), head
                body = self.exactly(s, length - 16)
                if not command & RESP:
                    assert sequence > last, (sequence, last)
                    last = sequence
                if not self.one(s, command, sequence, body):
                    return
        except EOFError:
            pass
        except OSError:
            pass
        except Exception as e:  # noted, and the line is cut as a centre does
            self.faults.append(repr(e))
            s.close()

    @staticmethod
    def exactly(s, n):
        data = b""
        while len(data) < n:
            more = s.recv(n - len(data))
            if not more:
                raise EOFError
            data += more
        return data

    def send(self, s, command, sequence, body=b"", status=0):
        with self.lock:
            s.sendall(struct.pack(">4I", 16 + len(body), command, status, sequence) + body)

    def one(self, s, command, sequence, body):
        if command == BIND:
            system, at = octets(body, 0, 16)
            password, at = octets(body, at, 9)
            assert (system, password) == ("duban", "geheim"), (system, password)
            self.send(s, BIND | RESP, sequence, b"centre\0")
            self.socket = s
            self.bound.set()
        elif command == SUBMIT:
            number, header, text, receipt = self.submit(body)
            ident = f"{next(self.ids):08X}"
            self.send(s, SUBMIT | RESP, sequence, ident.encode() + b"\0")
            self.arrived.put((number, header, text))
            state = self.result(number)
            if receipt and state:
                self.deliver(number, 4, 0, f"id:{ident} sub:001 dlvrd:001 submit date:2003020900 done date:2003020900 "
                                           f"stat:{state} err:000 text:".encode())
        elif command == ENQUIRE:
            self.send(s, ENQUIRE | RESP, sequence)
        elif command == UNBIND:
            self.send(s, UNBIND | RESP, sequence)
            return False
        else:
            assert command in (DELIVER | RESP, ENQUIRE | RESP), hex(command)
        return True

    @staticmethod
    def submit(body):
        _, at = octets(body, 0, 6)
        _, at = octets(body, at + 2, 21)
        number, at = octets(body, at + 2, 21)
        esm, _, _ = body[at:at + 3]
        at += 3
        _, at = octets(body, at, 17)  # when to send
        validity, at = octets(body, at, 17)
        receipt, replace, coding, _, size = body[at:at + 5]
        message = body[at + 5:]
        assert re.fullmatch(r"1[3-9]\d{9}", number) and re.fullmatch(r"\d{12}000[+]|\d{15}[+R]", validity), (number, validity)
        assert (coding, replace, len(message)) == (8, 0, size) and 0 < size <= 140 and size % 2 == 0, body[at:]
        header = None
        if esm & 0x40:
            assert message[0] == 5 and message[1:3] == b"\0\3" and 1 <= message[5] <= message[4], message
            header, message = tuple(message[3:6]), message[6:]
        return number, header, message.decode("utf-16-be"), receipt & 1

    def deliver(self, number, esm, coding, message):
        body = b"\0\0\1" + number.encode() + b"\0\0\1" + b"10690000\0" + bytes((esm, 0, 0)) + b"\0\0" + bytes(
            (0, 0, coding, 0, len(message))) + message
        self.send(self.socket, DELIVER, next(self.sequence), body)

    def reply(self, number, text, coding=8):
        self.deliver(number, 0, coding, text.encode({8: "utf-16-be", 15: "gbk", 4: "utf-8"}[coding]))
