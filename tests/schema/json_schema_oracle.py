"""Holds the JSON Schema against the reader, with a validator that others wrote.

Usage: json_schema_oracle.py DUMP_PROGRAM. Exit status 77 where python3-jsonschema is not installed.
"""

import json
import subprocess
import sys

try:
    from jsonschema import Draft7Validator
except ImportError:
    sys.exit(77)


def main():
    lines = subprocess.run([sys.argv[1]], check=True, capture_output=True, text=True).stdout.splitlines()
    schema = json.loads(lines[0])
    Draft7Validator.check_schema(schema)
    validator = Draft7Validator(schema)
    verdicts = {True: 0, False: 0}
    wrong = 0
    for line in lines[1:]:
        case = json.loads(line)
        verdicts[case["accepted"]] += 1
        if validator.is_valid(case["instance"]) != case["accepted"]:
            wrong += 1
            print("reader says", case["accepted"], "of", json.dumps(case["instance"]))
            for error in validator.iter_errors(case["instance"]):
                print("  ", list(error.absolute_path), error.message[:200])
    print(verdicts, "disagreements:", wrong)
    enough = min(verdicts.values()) > 200
    return 0 if wrong == 0 and enough else 1


if __name__ == "__main__":
    sys.exit(main())
