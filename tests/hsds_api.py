#!/usr/bin/env python3
"""hsds_api.py AWN SCHEMAS DIRECTORY: the API of a running network, held against the standard's own
OpenAPI document and schemas (skipped where they are missing), its headers, and a second network
that follows the first over the wire and ends with the same export."""
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from hsds_schema import whole  # noqa: E402

bad = seen = 0


def check(fine, *words):
    global bad, seen
    seen += 1
    if not fine:
        bad += 1
        print("FAILED:", *words)


def get(base, path, headers=None):
    request = urllib.request.Request(base + path, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def listing(base, path):
    status, _, body = get(base, path)
    check(status == 200, path, status)
    return json.loads(body)


def schemas_of(folder):
    import jsonschema
    store = {}
    for name in os.listdir(folder):
        if name.endswith(".json") and name != "openapi.json":
            with open(os.path.join(folder, name), encoding="utf-8") as f:
                store[name] = json.load(f)
    return {name: jsonschema.Draft202012Validator(whole(schema, store))
            for name, schema in store.items()}


def valid(validators, name, value, where):
    # The OpenAPI document names compiled schemas; they are these with their parts in place.
    schema = name.rsplit("/", 1)[1].replace("_list.json", ".json")
    for error in validators[schema].iter_errors(value):
        check(False, where, list(error.absolute_path), error.message[:200])
    check(True)


def example(parameter, ids):
    kind = parameter["schema"]["type"]
    if parameter["name"] in ids:
        return ids[parameter["name"]]
    return {"integer": "1", "boolean": "true"}.get(kind) or {
        "modified_after": "2020-01-01T00:00:00Z", "format": "json", "proximity": "500"}.get(
            parameter["name"], "a")


def against_openapi(base, folder):
    with open(os.path.join(folder, "openapi.json"), encoding="utf-8") as f:
        openapi = json.load(f)
    validators = schemas_of(folder)
    named = openapi["components"]["parameters"]
    terms = listing(base, "/hsds/taxonomy_terms")["contents"]
    ids = {"organization_id": listing(base, "/hsds/organizations")["contents"][0]["id"],
           "taxonomy_term_id": terms[0]["id"], "parent_id": terms[0]["id"],
           "taxonomy_id": listing(base, "/hsds/taxonomies")["contents"][0]["id"]}
    for path, about in openapi["paths"].items():
        schema = about["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        if path == "/":
            root = listing(base, "/hsds")
            check(root["version"].startswith("3.") and "openapi_url" in root, root)
            continue
        collection = path.replace("/{id}", "")
        if path.endswith("{id}"):
            for one in listing(base, "/hsds" + collection)["contents"][:5]:
                where = "/hsds%s/%s" % (collection, one["id"])
                name = "/service_at_location.json" if "at_loc" in path else schema["$ref"]
                valid(validators, name, listing(base, where), where)
            continue
        item = schema["properties"]["contents"]["items"]["$ref"]
        asked = [""]
        for p in about["get"].get("parameters", []):
            p = named[p["$ref"].rsplit("/", 1)[1]] if "$ref" in p else p
            asked.append("?%s=%s" % (p["name"], example(p, ids)))
        for query in asked:
            page = listing(base, "/hsds" + collection + query)
            for key in openapi["components"]["schemas"]["Page"]["properties"]:
                check(key in page, collection, query, key, "is missing")
            for one in page["contents"]:
                if "minimal" not in query:
                    valid(validators, item, one, collection + query)


def against_headers(base):
    for path in ("/hsds", "/hsds/services", "/hsds/openapi.json"):
        status, headers, body = get(base, path, {"Cookie": "__Host-l=ar", "Accept-Language": "ar"})
        check(status == 200 and "Set-Cookie" not in headers, path, "sets a cookie")
        check("public" in headers["Cache-Control"] and "Cookie" not in headers.get("Vary", ""), path)
        check(get(base, path, {"If-None-Match": headers["ETag"]})[0] == 304, path, "has no 304")
        check(get(base, path)[2] == body, path, "depends on who asks")
    check(get(base, "/hsds/services?page=0")[0] == 400, "page 0")
    check(get(base, "/hsds/services/nothing")[0] == 404, "an id that is none")
    check(get(base, "/hsds/people")[0] == 404, "a collection that is none")


def main(awn, folder, directory):
    with tempfile.TemporaryDirectory(prefix="awn-api-") as home:
        def run(*words):
            done = subprocess.run([awn, *words], capture_output=True, text=True, check=False)
            check(done.returncode == 0, words, done.stderr)
            return done.stdout + done.stderr

        one, two = os.path.join(home, "one"), os.path.join(home, "two")
        run("init", "--data", one)
        run("init", "--data", two)
        run("directory", "import", "--data", one, "--keep-orphans", directory)
        with subprocess.Popen([awn, "serve", "--data", one, "--listen", "127.0.0.1:0"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
            try:
                base = None
                end = time.monotonic() + 30
                while not base and time.monotonic() < end:
                    found = re.search(r"http://[0-9.]+:[0-9]+", server.stdout.readline())
                    base = found and found.group(0)
                against_headers(base)
                if os.path.isfile(os.path.join(folder, "openapi.json")):
                    against_openapi(base, folder)
                else:
                    print("skipped: no", folder)
                feed = ("directory", "pull", "--keep-orphans", "--data", two, base + "/hsds")
                check("new" in run(*feed), "nothing came")
                check("new:" not in run(*feed), "what is there came again")
            finally:
                server.terminate()
        out = [os.path.join(home, "%d.json" % i) for i in (1, 2)]
        run("directory", "export", "--data", one, out[0])
        run("directory", "export", "--data", two, out[1])
        texts = [{kind: {o["id"]: o for o in items} for kind, items in json.load(open(p)).items()}
                 for p in out]
        for kind in ("organizations", "services", "service_at_locations", "taxonomy_terms"):
            check(texts[0].get(kind) == texts[1].get(kind), kind, "differ")
    print(seen, "checks,", bad, "failed")
    return 1 if bad else 0


if __name__ == "__main__":
    try:
        import jsonschema  # noqa: F401
    except ImportError:
        print("skipped: python3-jsonschema is missing")
        sys.exit(77)
    sys.exit(main(*sys.argv[1:4]))
