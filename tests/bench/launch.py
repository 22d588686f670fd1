"""Runs a program and reports what it cost: `python launch.py REPORT COMMAND…`.

A new process begins with the most memory that its parent ever held: so what starts the programs has to be small, and
whoever wants the figures is not.
"""

import json
import os
import subprocess
import sys
import time

start = time.perf_counter()
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
wall = time.perf_counter() - start
# macOS counts bytes, the others kilobytes.
megabytes = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
with open(sys.argv[1], "w", encoding="utf-8") as report:
    json.dump([os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, wall, megabytes], report)
