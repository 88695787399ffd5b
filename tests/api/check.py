"""The HTTP interface, judged by schemathesis: a real server on loopback with the demo firm, its owner
signed in, every operation of openapi.json tried with sound and unsound input. It fails when an answer
is a fault of the server, has a status, a type or a form that openapi.json does not say, or comes
without a sign-in; and when the judge was locked out on the way, for then it judged nothing more.

NETRA: the program. ST: schemathesis' program. The same requests, clock and firm each time. With
NETRA_API=full every boundary of every field is tried too, which takes some minutes.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
NETRA = os.environ["NETRA"]
ST = os.environ["ST"]
NOW = "2026-11-21T11:30:00+05:30"
PASSWORD = "correct horse battery staple"
UUID = re.compile(r"^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$")
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "ignored_auth",
]
# Not tried: what ends the sign-in that is used, and what does not end by itself.
LEFT_OUT = ["POST /sign-out", "DELETE /devices/{id}", "POST /devices/{id}/wipe", "GET /live"]
# Addresses that are tried with one access token, which lasts a quarter of an hour.
PART = 25


def netra(*args, **more):
    env = os.environ | {"NETRA_NOW": NOW, "NETRA_PASSWORD": PASSWORD} | more
    done = subprocess.run([NETRA, "--json", *args], env=env, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


class Api:
    """Asks the server as somebody."""

    def __init__(self, address, token=None):
        self.base, self.token = f"{address}/api/v1", token

    def post(self, path, body):
        request = urllib.request.Request(self.base + path, json.dumps(body).encode(), method="POST")
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            refused.read()
            return None

    def is_let_in(self):
        """Whether the owner may still ask, and command."""
        asked = self.post("/queries/person.me", {})
        done = self.post("/commands/setting.set", {"key": "quotes.valid_days", "value": 20})
        return asked is not None and done is not None


def parts(paths, of):
    """The addresses in lists of so many."""
    names = list(paths)
    return [{n: paths[n] for n in names[at:at + of]} for at in range(0, len(names), of)]


def harvest(api, queries, but):
    """Ids of what is there, by the name under which they are spoken of."""
    found = {}

    def look(noun, value):
        if isinstance(value, dict):
            for name, inner in value.items():
                if isinstance(inner, str) and UUID.match(inner):
                    if inner not in but:
                        found.setdefault(noun if name == "id" else name, set()).add(inner)
                else:
                    look(noun, inner)
        elif isinstance(value, list):
            for inner in value:
                look(noun, inner)

    for name in queries:
        look(name.split(".")[0], api.post(f"/queries/{name}", {}))
    for holder in ("project", "quote", "company", "deal"):
        for id in sorted(found.get(holder, ()))[:4]:
            for name in queries:
                look(name.split(".")[0], api.post(f"/queries/{name}", {holder: id}))
    found["item"] = found.get("sow_item", set()) | found.get("item", set())
    return {name: sorted(ids) for name, ids in found.items()}


def readable(value):
    """The description without tuples' inner types, which the judge takes for a fault of ours."""
    if isinstance(value, dict):
        return {n: readable(inner) for n, inner in value.items() if n != "prefixItems"}
    if isinstance(value, list):
        return [readable(inner) for inner in value]
    return value


def main():
    place = Path(tempfile.mkdtemp(prefix="netra-api-"))
    server = None
    try:
        (place / "log").touch()
        data = str(place / "data")
        code = netra("tenant", "reserve", "demo", "--data", data)["attach"]
        netra("init", str(place / "firm"), "--demo", "--unencrypted", "--today", NOW[:10])
        firm = str(place / "firm")
        me = netra("-w", firm, "ask", "person.me", "{}")["id"]
        people = netra("-w", firm, "ask", "person.list", "{}")["rows"]
        email = next(p["email"] for p in people if p["id"] == me)
        server = subprocess.Popen(
            [NETRA, "--json", "serve", "--data", data, "--listen", "127.0.0.1:0",
             "--per-minute", "1000000"],
            env=os.environ | {"NETRA_NOW": NOW}, stdout=subprocess.PIPE,
            stderr=(place / "log").open("w"), text=True)
        address = json.loads(server.stdout.readline())["address"]
        netra("-w", str(place / "firm"), "connect", f"{address}/demo", "--email", email, "--attach", code)
        signed_in = Api(address).post("/sign-in", {
            "workspace": "demo", "email": email, "password": PASSWORD, "label": "schemathesis"})
        tokens = signed_in["tokens"]
        api = Api(address, tokens["access"])
        with urllib.request.urlopen(f"{api.base}/openapi.json") as answer:
            described = json.load(answer)
        for line in LEFT_OUT:
            method, path = line.split()
            del described["paths"][f"/api/v1{path}"][method.lower()]
        queries = [p.rsplit("/", 1)[1] for p in described["paths"] if "/queries/" in p]
        ids = harvest(api, queries, {signed_in["person"], signed_in["device"]})
        (place / "ids.json").write_text(json.dumps(ids))
        # Without ids of real rows the questions would mostly be answered by "not found".
        missing = [n for n in ("lead", "company", "quote", "project", "person") if not ids.get(n)]
        assert not missing, f"nothing of {missing} in the demo firm"
        is_full = os.environ.get("NETRA_API") == "full"
        phases = "coverage,fuzzing" if is_full else "fuzzing"
        env = os.environ | {"NETRA_IDS": str(place / "ids.json"), "PYTHONPATH": str(HERE),
                            "SCHEMATHESIS_HOOKS": "hooks", "NETRA_DEVICE": signed_in["device"]}
        print(f"{len(described['paths'])} addresses, ids of {sum(map(len, ids.values()))} rows", flush=True)
        failed = 0
        schema = place / "openapi.json"
        for some in parts(described["paths"], PART if is_full else len(described["paths"])):
            tokens = api.post("/renew", {"refresh": tokens["refresh"]})
            assert tokens, "the sign-in came to its end"
            api.token = tokens["access"]
            schema.write_text(json.dumps(readable(described | {"paths": some})))
            judged = subprocess.run(
                [ST, "run", str(schema), "--url", address, "--no-color", "--workers", "1",
                 "--header", f"Authorization: Bearer {api.token}", "--checks", ",".join(CHECKS),
                 "--phases", phases, "--max-examples", "6",
                 "--generation-deterministic",
                 "--no-shrink", "--continue-on-failure", "--suppress-health-check", "all",
                 "--request-timeout", "60", "--warnings", "off", *sys.argv[1:]],
                env=env, cwd=place)
            failed = failed or judged.returncode
            if server.poll() is not None:
                break
            if not api.is_let_in():
                print(f"locked out, somewhere from {min(some)} to {max(some)}", file=sys.stderr)
                failed = failed or 1
                break
        alive = server.poll() is None
        log = (place / "log").read_text().splitlines()
        for line in [l for l in log if '"level":"error"' in l][:20]:
            print(line, file=sys.stderr)
        if not alive:
            print("the server did not survive", file=sys.stderr)
        return failed or (0 if alive else 1)
    finally:
        if server:
            server.kill()
            server.wait()
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
