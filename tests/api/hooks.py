"""Puts ids of rows that are there in the place of made-up ones, so that more than "not found" is
answered. An id stays an id: what was sound input stays sound, what was unsound stays unsound."""

import json
import os
import re
import zlib

import schemathesis

IDS = json.load(open(os.environ["NETRA_IDS"]))
UUID = re.compile(r"^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$", re.IGNORECASE)


def real(name, value):
    if isinstance(value, dict):
        return {n: real(n, inner) for n, inner in value.items()}
    if isinstance(value, list):
        return [real(name, inner) for inner in value]
    if isinstance(value, str) and UUID.match(value):
        known = IDS.get(name) or IDS.get(name.removesuffix("s"))
        # One in four stays unknown.
        chosen = zlib.crc32(value.encode())
        if known and chosen % 4:
            return known[chosen % len(known)]
    return value


@schemathesis.hook
def before_call(context, case, kwargs):
    if isinstance(case.body, (dict, list)):
        case.body = real("", case.body)
    if case.path.endswith(("/push", "/pull")) and case.headers and "netra-device" in case.headers:
        if UUID.match(str(case.headers["netra-device"])):
            case.headers["netra-device"] = os.environ["NETRA_DEVICE"]
