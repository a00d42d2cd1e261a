#!/bin/sh
# Prints the Python to make .venv with: the first one that is 3.11 or later and can make virtual environments.
# With PYTHON=... in the environment, only that one is tried.
set -u

if [ -n "${PYTHON:-}" ]; then
    candidates=$PYTHON
else
    candidates="python3 python3.14 python3.13 python3.12 python3.11 python"
fi

too_old=""
without_venv=""
for candidate in $candidates; do
    version=$("$candidate" -c 'import platform; print(platform.python_version())' 2>/dev/null) || continue
    if ! "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        too_old="$too_old $candidate ($version)"
    elif ! "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
        without_venv=$candidate
    else
        echo "$candidate"
        exit 0
    fi
done

{
    if [ -n "$without_venv" ]; then
        echo "$without_venv cannot make a virtual environment: its venv module is missing or incomplete."
        echo "On Debian and Ubuntu: apt-get install python3-venv"
    else
        echo "Practice Bank needs Python 3.11 or later.${too_old:+ Too old:$too_old.}"
        echo "Install one, or name it: make site PYTHON=/path/to/python3.12"
    fi
} >&2
exit 1
