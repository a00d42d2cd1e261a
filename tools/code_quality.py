"""Turn ``practice-bank validate --format json`` into the report that GitLab shows on a merge request.

``python -m tools.code_quality < findings.json > gl-code-quality-report.json``
"""

import hashlib
import json
import sys
from typing import Any

SEVERITIES = {"error": "critical", "warning": "minor", "advice": "info"}


def as_issue(finding: dict[str, Any]) -> dict[str, Any]:
    """One finding as a Code Quality issue."""
    path, row, code = finding["filename"], finding["location"]["row"], finding["code"]
    hint = f" (hint: {finding['hint']})" if finding.get("hint") else ""
    identity = json.dumps([path, row, finding["location"]["column"], code, finding["message"]])
    return {
        "description": finding["message"] + hint,
        "check_name": code,
        "fingerprint": hashlib.sha256(identity.encode()).hexdigest(),
        "severity": SEVERITIES[finding["severity"]],
        "location": {"path": path, "lines": {"begin": row}},
    }


def main() -> None:
    """Read findings from standard input and write the report to standard output."""
    json.dump([as_issue(finding) for finding in json.load(sys.stdin)], sys.stdout, indent=2)


if __name__ == "__main__":
    main()
