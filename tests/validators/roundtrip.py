"""Reads YAML as others do and prints what it read, as JSON.

    roundtrip.py [--reader 1.1|1.2] FILE…        one line of JSON for each file: the list of its documents
    roundtrip.py [--reader 1.1|1.2] < STREAM     the same for standard input

Reader 1.1 (PyYAML, the default) takes `no`, `1_000`, `12:30:45` and the like for something other than strings unless they
are quoted; reader 1.2 (ruamel.yaml) does so with `1e3` and `0o7`. kubectl's knows both. So a string that comes back as the
same string from both was written safely. A value JSON has no form for (a date, bytes, a set) is printed as {"!": its type},
which equals no string. A file that cannot be read ends the program with 1 and says where.
"""

import argparse
import json
import math
import sys

import ruamel.yaml
import yaml


def shown(value):
    return {"!": type(value).__name__, "text": str(value)}


def plain(value):
    """Keys as they were read: a key that is no string shows its type."""
    if isinstance(value, dict):
        return {key if isinstance(key, str) else json.dumps(shown(key)): plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return shown(value) if isinstance(value, float) and not math.isfinite(value) else value


def documents(text, reader):
    if reader == "1.1":
        return list(yaml.safe_load_all(text))
    return list(ruamel.yaml.YAML(typ="safe", pure=True).load_all(text))


def read(name, text, reader):
    try:
        found = documents(text, reader)
    except (yaml.YAMLError, ruamel.yaml.error.YAMLError) as error:
        sys.exit(f"{name}: {error}")
    print(json.dumps([plain(document) for document in found], default=shown, ensure_ascii=True))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*")
    parser.add_argument("--reader", choices=["1.1", "1.2"], default="1.1")
    options = parser.parse_args()
    if not options.files:
        read("standard input", sys.stdin.buffer.read().decode("utf-8"), options.reader)
    for name in options.files:
        with open(name, "rb") as file:
            read(name, file.read().decode("utf-8"), options.reader)


if __name__ == "__main__":
    main()
