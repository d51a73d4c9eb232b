#!/usr/bin/env python3
"""From the start of the process to the first completion: POST /generate answered 200 by the demo provider.

    deploy/bench/startup.py --variant "plain, JDK 17" DIR JAVA [FLAG...] --variant ... [--rounds 15]

DIR holds quarkus-run.jar, JAVA is a java command; with "native" for JAVA, DIR is the executable. The variants take turns,
so that all of them meet the same machine. Prints the median, the fastest and the slowest start, resident memory and CPU
time at the first answer as a Markdown table. Standard library only.
"""
import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time

REQUEST = b'{"model":"demosteady","prompt":"Hi"}'
LIMIT_SECONDS = 60
TICK = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answered(port):
    """Whether it answers; anything else than 200, once it takes requests, is a mistake."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT_SECONDS)
    try:
        connection.request("POST", "/generate", REQUEST, {"content-type": "application/json"})
        response = connection.getresponse()
        body = response.read()
    except ConnectionError:
        return False
    finally:
        connection.close()
    if response.status != 200 or b'"provider":"demosteady"' not in body:
        raise SystemExit(f"{response.status} {body!r}")
    return True


def usage(pid):
    """Resident memory in MiB, CPU time in ms."""
    with open(f"/proc/{pid}/status") as status:
        kib = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return kib / 1024, (int(fields[11]) + int(fields[12])) * 1000 / TICK


def start_once(directory, java, flags):
    port = free_port()
    settings = ["-Dquarkus.http.host=127.0.0.1", f"-Dquarkus.http.port={port}"]
    if java == "native":
        command, directory = [os.path.abspath(directory), *flags, *settings], tempfile.gettempdir()
    else:
        command = [java, *flags, *settings, "-jar", "quarkus-run.jar"]
    environment = {"PATH": os.environ["PATH"], "CARAMBA_DEMO": "true", "CARAMBA_ACCESS_OPEN": "true"}
    with tempfile.TemporaryFile() as log:
        begin = time.perf_counter()
        process = subprocess.Popen(command, cwd=directory, env=environment, stdout=log, stderr=log)
        try:
            while not answered(port):
                if process.poll() is not None or time.perf_counter() - begin > LIMIT_SECONDS:
                    log.seek(0)
                    raise SystemExit(f"{command} does not answer:\n{log.read().decode()}")
                time.sleep(0.002)
            elapsed = (time.perf_counter() - begin) * 1000
            return (elapsed, *usage(process.pid))
        finally:
            process.terminate()
            process.wait()


def arguments(words):
    variants, rounds = [], 15
    while words:
        word = words.pop(0)
        if word == "--rounds":
            rounds = int(words.pop(0))
        elif word == "--variant":
            variant = []
            while words and words[0] not in ("--variant", "--rounds"):
                variant.append(words.pop(0))
            variants.append(variant)
        else:
            raise SystemExit(__doc__)
    if not variants or any(len(variant) < 3 for variant in variants):
        raise SystemExit(__doc__)
    return variants, rounds


def main():
    variants, rounds = arguments(sys.argv[1:])
    seen = {variant[0]: [] for variant in variants}
    for _ in range(rounds):
        for name, directory, java, *flags in variants:
            seen[name].append(start_once(directory, java, flags))
    print(f"| start, {rounds} rounds | p50 ms | fastest | slowest | RSS MiB | CPU ms |")
    print("|---|---|---|---|---|---|")
    for name, figures in seen.items():
        times, memory, cpu = zip(*figures)
        row = [statistics.median(times), min(times), max(times), statistics.median(memory), statistics.median(cpu)]
        print(f"| {name} | " + " | ".join(f"{figure:,.0f}" for figure in row) + " |")


if __name__ == "__main__":
    main()
