#!/usr/bin/env python3
"""hsds_schema.py HSDS_PRINT SCHEMAS PATH…: every document that reading PATH gives is valid against
the schema of its type. Exits with 77 (skipped) where the schemas or the validator are missing."""
import json
import os
import subprocess
import sys

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is missing")
    sys.exit(77)


def main(printer, schemas, paths):
    if not os.path.isdir(schemas):
        print("skipped: no", schemas)
        return 77
    store = {}
    for name in os.listdir(schemas):
        if name.endswith(".json"):
            with open(os.path.join(schemas, name), encoding="utf-8") as f:
                store[name] = json.load(f)
    store.pop("openapi.json", None)
    # uri and uuid have no checker of their own in every version of the library
    formats = jsonschema.FormatChecker()
    formats.checks("uuid", ValueError)(lambda v: v == str(__import__("uuid").UUID(v)))
    formats.checks("uri")(lambda v: ":" in v and v.isascii() and " " not in v)
    validators = {
        name[:-5]: jsonschema.Draft202012Validator(whole(schema, store), format_checker=formats)
        for name, schema in store.items()}
    bad = seen = 0
    for path in paths:
        if not os.path.exists(path):
            print("skipped:", path)
            continue
        run = subprocess.run([printer, "--keep", path], capture_output=True, text=True, check=True)
        for line in run.stdout.splitlines():
            kind, text = line.split(" ", 1)
            doc = json.loads(text)
            seen += 1
            for key, value in walk(doc):
                if value in (None, [], {}) and key != "description":
                    print(path, kind, doc["id"], "empty:", key)
                    bad += 1
            for error in validators[kind].iter_errors(doc):
                print(path, kind, doc["id"], list(error.absolute_path), error.message[:200])
                bad += 1
    print(seen, "documents,", bad, "complaints")
    return 1 if bad or not seen else 0


def whole(schema, store):
    """The schema with those it points to in their places (none points back)."""
    if isinstance(schema, dict):
        if schema.get("$ref") in store:
            return whole(store[schema["$ref"]], store)
        return {key: whole(value, store) for key, value in schema.items()}
    if isinstance(schema, list):
        return [whole(one, store) for one in schema]
    return schema


def walk(value):
    if isinstance(value, dict):
        for key, one in value.items():
            yield key, one
            yield from walk(one)
    elif isinstance(value, list):
        for one in value:
            yield from walk(one)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
