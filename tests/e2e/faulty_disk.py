"""A disk that fails on demand: disk_fault.c, preloaded into a duband."""
import os
import shutil
import struct
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
LAYOUT = "=ccccII80s"  # struct fault
WAYS = {"EIO": "e", "ENOSPC": "f", "a part": "p", "a part, killed": "h", "killed": "k"}


class FaultyDisk:
    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="duban-disk-")
        self.shim = os.path.join(self.dir, "disk_fault.so")
        self.file = os.path.join(self.dir, "fault")
        subprocess.run(["cc", "-shared", "-fPIC", "-D_GNU_SOURCE", "-O1", "-o", self.shim,
                        os.path.join(HERE, "disk_fault.c"), "-ldl"], check=True)
        self.set(" ")

    def remove(self):
        shutil.rmtree(self.dir)

    def environment(self):
        """What a daemon on this disk is started with."""
        return {"DISK_FAULT_FILE": self.file, "LD_PRELOAD": self.shim,
                "ASAN_OPTIONS": "verify_asan_link_order=0"}

    def set(self, kind, way=None, at=0, lasting=False):
        """A kind of disk_fault.c; of "n" the call `at` fails in one of WAYS. The file is written in its
        place: a daemon that runs has mapped it."""
        how = WAYS[way] if way else " "
        state = struct.pack(LAYOUT, kind.encode(), how.encode(), b"1" if lasting else b"0", b" ",
                            at, 0, b"")
        fd = os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600)
        os.pwrite(fd, state, 0)
        os.close(fd)

    def told(self):
        """(calls counted since set(), name and file of the call that failed or "")."""
        with open(self.file, "rb") as f:
            *_, calls, name = struct.unpack(LAYOUT, f.read(struct.calcsize(LAYOUT)))
        return calls, name.split(b"\0")[0].decode()
