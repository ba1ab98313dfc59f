#!/usr/bin/env python3
"""Writes the ZIP files of this folder: those of Info-ZIP with `zip` 3.0, those of Python with its `zipfile`.

Run in this folder, with `zip` installed. The files are committed; this says how they were made.
"""
import os
import shutil
import subprocess
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
WHEN = (2025, 1, 4, 12, 0, 0)


def content(name):
    with open(os.path.join(HERE, name), "rb") as file:
        return file.read()


CSV = content("golden.csv")
OTHER = content("other-org.csv")


def infozip(target, options, files, streamed=False):
    """Runs `zip` in a folder that holds just these files."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(data)
            os.utime(path, (1735992000, 1735992000))
        command = ["zip", "-q", "-X", *options, "-" if streamed else "out.zip", *files]
        # Into a pipe `zip` cannot go back to fill in sizes: it writes data descriptors.
        piped = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE)
        path = os.path.join(HERE, target)
        if streamed:
            with open(path, "wb") as file:
                file.write(piped.stdout)
        else:
            shutil.copy(os.path.join(folder, "out.zip"), path)


class Pipe:
    """A file that cannot seek, as a response of a server is."""

    def __init__(self, file):
        self.file = file

    def write(self, data):
        return self.file.write(data)

    def flush(self):
        self.file.flush()


def python(target, files, method=zipfile.ZIP_DEFLATED, streamed=False, zip64=False):
    with open(os.path.join(HERE, target), "wb") as file:
        with zipfile.ZipFile(Pipe(file) if streamed else file, "w", method) as archive:
            for name, data in files.items():
                entry = zipfile.ZipInfo(name, WHEN)
                entry.compress_type = method
                with archive.open(entry, "w", force_zip64=zip64) as out:
                    out.write(data)


ORG = "4wMFqGlxAKVlIFTixlTSOY.csv"

infozip("infozip-deflated.zip", ["-9"], {ORG: CSV})
infozip("infozip-stored.zip", ["-0"], {ORG: CSV})
infozip("infozip-descriptor.zip", ["-fd"], {ORG: CSV})
infozip("infozip-streamed.zip", [], {ORG: CSV}, streamed=True)
infozip("infozip-zip64.zip", ["-fz"], {ORG: CSV})
# Not -fz into a pipe: zip 3.0 then writes an end of directory that its own unzip calls wrong.
infozip("infozip-encrypted.zip", ["-P", "secret"], {ORG: CSV})
infozip("infozip-bzip2.zip", ["-Z", "bzip2"], {ORG: CSV})
infozip("infozip-folders.zip", [], {"orgs/a/one.csv": CSV, "readme.txt": b"no CSV\n", "orgs/TWO.CSV": OTHER})
infozip("infozip-no-csv.zip", [], {"readme.txt": b"no CSV\n", "nested.zip": b"PK"})

python("python-deflated.zip", {ORG: CSV})
python("python-stored.zip", {ORG: CSV}, method=zipfile.ZIP_STORED)
python("python-streamed.zip", {ORG: CSV}, streamed=True)
python("python-zip64.zip", {ORG: CSV}, zip64=True)
python("python-zip64-streamed.zip", {ORG: CSV}, streamed=True, zip64=True)
python("python-lzma.zip", {ORG: CSV}, method=zipfile.ZIP_LZMA)
python("python-mac.zip", {ORG: CSV, "__MACOSX/._" + ORG: b"\0\5\x16\7", "folder/._x.csv": b"\0\5\x16\7"})
python("python-empty.zip", {})
# A directory of the large kind, as if there were more than 65,535 files.
zipfile.ZIP_FILECOUNT_LIMIT = 0
python("python-zip64-directory.zip", {ORG: CSV, "other.csv": OTHER})
