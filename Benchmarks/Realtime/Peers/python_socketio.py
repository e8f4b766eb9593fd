"""python-socketio's client in the same part as RealtimeBench; see there for the lines it speaks."""
import asyncio, json, resource, sys, time

import socketio

NAMESPACE = "/site1.local"


async def main():
    port, count = int(sys.argv[1]), int(sys.argv[2])
    start = time.monotonic_ns()
    client = socketio.AsyncClient(reconnection=False)
    done, joined = asyncio.Event(), asyncio.Event()
    latencies, read = [], 0

    # As for the other clients, what is read is the payload's fields.
    async def progress(payload):
        nonlocal read
        message = payload["message"]
        read += 1
        if "@" in message:
            latencies.append((time.monotonic_ns() - int(message.rsplit("@", 1)[1])) // 1000)
        if read == count:
            done.set()

    async def connected():
        joined.set()

    client.on("ai_progress", progress, namespace=NAMESPACE)
    client.on("connect", connected, namespace=NAMESPACE)
    await client.connect(f"http://127.0.0.1:{port}", transports=["websocket"], namespaces=[NAMESPACE])
    await joined.wait()
    say({"connect_ms": (time.monotonic_ns() - start) / 1e6})
    before, begun = resource.getrusage(resource.RUSAGE_SELF), time.monotonic_ns()
    await client.emit("go", namespace=NAMESPACE)
    await done.wait()
    seconds, after = (time.monotonic_ns() - begun) / 1e9, resource.getrusage(resource.RUSAGE_SELF)
    system = after.ru_stime - before.ru_stime
    say({"read": read, "seconds": seconds, "cpu_seconds": after.ru_utime - before.ru_utime + system,
         "system_seconds": system, "switches": after.ru_nvcsw - before.ru_nvcsw, "latencies_us": latencies})
    await client.disconnect()


def say(fields):
    print(json.dumps(fields), flush=True)
    sys.stdin.readline()


asyncio.run(main())
