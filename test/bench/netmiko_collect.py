# The same work by netmiko: `netmiko_collect.py JOB`, results as JSON on standard output.
import json
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from netmiko import ConnectHandler

with open(sys.argv[1], encoding="utf-8") as file:
    job = json.load(file)


def problem_of(command, text):
    wanted = job["sizes"][command]
    # A long text is not gone through: its lines would be counted as the session's memory.
    if wanted["length"] > 1e6:
        whole = abs(len(text) - wanted["length"]) < 100
        return None if whole else "%s: %d characters" % (command, len(text))
    lines = sum(1 for line in text.splitlines() if line.strip())
    return None if lines == wanted["lines"] else "%s: %d lines of %d" % (command, lines, wanted["lines"])


def peak_megabytes():
    """On Linux of this program alone; getrusage counts what the parent had when it started it."""
    try:
        with open("/proc/self/status", encoding="utf-8") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024 / 1e6
    except OSError:
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def visit(port):
    """Why the device counts as not read, or None."""
    problem = None
    try:
        connection = ConnectHandler(
            device_type="cisco_nxos",
            host=job["host"],
            port=port,
            username=job["username"],
            password=job["password"],
            fast_cli=True,
        )
        try:
            for command in job["commands"]:
                found = problem_of(command, connection.send_command(command))
                problem = problem or found
        finally:
            connection.disconnect()
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)
    return problem


start = time.monotonic()
with ThreadPoolExecutor(job["atOnce"]) as pool:
    problems = [one for one in pool.map(visit, job["ports"]) if one is not None]
work = time.monotonic() - start
used = resource.getrusage(resource.RUSAGE_SELF)
json.dump(
    {
        "cpuSeconds": used.ru_utime + used.ru_stime,
        "peakMegabytes": peak_megabytes(),
        "workSeconds": work,
        "problems": problems,
    },
    sys.stdout,
)
