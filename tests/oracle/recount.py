#!/usr/bin/env python3
"""Recounts every total of the trailers of Metro 2 files: a second opinion that shares nothing with the program.

    python3 tests/oracle/recount.py FILE...

Prints one line a file. Exit 0: all totals agree; 1: a total differs; 2: usage; 3: a file cannot be read as Metro 2.
"""
import json
import os
import sys

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "layout.json"), encoding="ascii") as layout_file:
    LAYOUT = json.load(layout_file)

APPENDED = ["j1", "j2", "k1", "k2", "k3", "k4", "l1", "n1"]
STATUSES = ["DF", "DA", "05", "11", "13", "61", "62", "63", "64", "65", "71", "78", "80", "82", "83", "84", "88", "89", "93",
            "94", "95", "96", "97"]


class Unreadable(Exception):
    """A file that is not Metro 2 as far as this program can tell."""


def unpacked(data):
    """Digits of a packed number; the last half-byte is the sign."""
    halves = data.hex()
    if not halves[:-1].isdigit() or halves[-1] not in "cf":
        raise Unreadable("a packed number is not one")
    return halves[:-1]


def field(form, segment, data, key):
    """Text of a field of a segment."""
    start, length = LAYOUT[form][segment]["fields"][key][:2]
    value = data[start - 1:start - 1 + length]
    if form == "packed" and LAYOUT[form][segment]["fields"][key][2] == "packed":
        digits = LAYOUT["character"][segment]["fields"][key][1]
        return unpacked(value)[-digits:]
    return value.decode("latin-1")


def descriptor(form, data, at):
    """Value of a record or block descriptor word."""
    word = data[at:at + 4]
    if form == "packed":
        return int.from_bytes(word[:2], "big")
    if len(word) < 4 or not word.isdigit():
        raise Unreadable(f"no descriptor word at byte {at}")
    return int(word)


def records(data):
    """(form, blocks, list of records) of a file."""
    blocked = data[4:10] != b"HEADER"
    first = 4 if blocked else 0
    if data[first + 4:first + 10] != b"HEADER":
        raise Unreadable("the file does not begin with a header")
    form = "packed" if data[first + 2:first + 4] == b"\0\0" else "character"
    found, blocks, at = [], 0, 0
    in_block = 0  # bytes of records left in the block
    while at < len(data):
        if blocked and in_block == 0:
            in_block = descriptor(form, data, at) - 4
            blocks += 1
            at += 4
        length = descriptor(form, data, at)
        if length < LAYOUT[form]["base"]["length"] or at + length > len(data):
            raise Unreadable(f"no whole record at byte {at}")
        found.append(data[at:at + length])
        at += length
        in_block -= length
        if form == "character":
            while data[at:at + 1] in (b"\r", b"\n"):
                at += 1
    return form, blocks, found


def is_number_given(text):
    return text.strip("0") != "" and text.strip() != ""


def is_ssn(text):
    return is_number_given(text) and text.strip("9") != ""


def segments(form, record):
    """(segment, bytes) of the populated segments of a base record."""
    at = LAYOUT[form]["base"]["length"]
    yield "base", form, record[:at]
    while record[at:].strip(b" "):
        name = record[at:at + 2].decode("latin-1").lower()
        if name not in APPENDED:
            raise Unreadable(f"no segment `{name}`")
        data = record[at:at + LAYOUT["character"][name]["length"]]
        if data[2:].strip(b" "):
            yield name, "character", data
        at += len(data)


def recount(form, blocks, found):
    """Every total, from the records."""
    totals = {key: 0 for key in LAYOUT["character"]["trailer"]["fields"] if key.startswith("total_")}
    totals["block_count"] = blocks if blocks else len(found)
    for record in found[1:-1]:
        for name, own_form, data in segments(form, record):
            if name == "base":
                totals["total_base_records"] += 1
                status = field(own_form, name, data, "account_status")
                if status in STATUSES:
                    totals["total_status_" + status.lower()] += 1
            else:
                totals["total_" + name] += 1
            if name not in ("base", "j1", "j2"):
                continue
            ssn = is_ssn(field(own_form, name, data, "ssn"))
            born = is_number_given(field(own_form, name, data, "date_of_birth"))
            totals["total_ssn_" + name] += ssn
            totals["total_ssn_all"] += ssn
            totals["total_dob_" + name] += born
            totals["total_dob_all"] += born
            totals["total_telephone_all"] += is_number_given(field(own_form, name, data, "telephone_number"))
            totals["total_ecoa_z"] += field(own_form, name, data, "ecoa_code") == "Z"
    return totals


def differences(data):
    """(number of accounts, list of lines about totals that differ)."""
    form, blocks, found = records(data)
    trailer = found[-1]
    if trailer[4:11] != b"TRAILER":
        raise Unreadable("the file does not end with a trailer")
    lines = []
    for key, expected in recount(form, blocks, found).items():
        said = field(form, "trailer", trailer, key)
        if said != f"{expected:09d}":
            lines.append(f"{key} says {said}, the file has {expected}")
    return len(found) - 2, lines


def main(paths):
    if not paths:
        print(__doc__, file=sys.stderr)
        return 2
    worst = 0
    for path in paths:
        try:
            with open(path, "rb") as file:
                accounts, lines = differences(file.read())
        except (OSError, Unreadable) as problem:
            print(f"{path}: {problem}")
            worst = 3
            continue
        for line in lines:
            print(f"{path}: {line}")
        if lines:
            worst = max(worst, 1)
        else:
            print(f"{path}: every total agrees, {accounts} accounts")
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
