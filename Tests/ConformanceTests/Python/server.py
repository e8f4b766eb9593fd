"""A python-socketio server on loopback whose events do one thing each.

usage: server.py PORT        (0: any; the port is printed)

Namespace /site1.local. A client that sends {"refuse": "object"} is refused with a message and data; any other
namespace is refused by the library itself, with a string.
"""

import asyncio
import os
import sys

import socketio
from aiohttp import web

NAMESPACE = "/site1.local"
server = socketio.AsyncServer(async_mode="aiohttp", ping_interval=1, ping_timeout=1, max_http_buffer_size=4_000_000)


async def connect(sid, environ, auth):
    auth = auth or {}
    if auth.get("refuse") == "object":
        raise socketio.exceptions.ConnectionRefusedError("not you", {"code": 7})
    # Goes out before the answer to CONNECT.
    headers = {"cookie": environ.get("HTTP_COOKIE"), "origin": environ.get("HTTP_ORIGIN")}
    await server.emit("early", {"auth": auth, **headers}, to=sid, namespace=NAMESPACE)


async def echo(sid, *arguments):
    """Acknowledges with what it got, and sends it as an event first."""
    await server.emit("echoed", arguments, to=sid, namespace=NAMESPACE)
    return arguments


async def shout(sid, count):
    for number in range(count):
        await server.emit("number", number, to=sid, namespace=NAMESPACE)


async def ask(sid, question):
    """Asks back, and tells what it was answered."""
    answer = await server.call("question", question, to=sid, namespace=NAMESPACE, timeout=5)
    await server.emit("answered", {"answer": answer}, to=sid, namespace=NAMESPACE)


async def lengths(sid, value):
    """What kinds of values arrived: bytes have to be bytes."""
    return [[key, type(part).__name__, len(part)] for key, part in sorted(value.items())]


async def ignore(sid):
    """Never answers within a test's time."""
    await asyncio.sleep(60)


async def leave(sid):
    await server.disconnect(sid, namespace=NAMESPACE)


async def close(sid):
    """Ends the Engine.IO session: packet `1`, and the websocket is left to the client."""
    await server.eio.disconnect(server.manager.eio_sid_from_sid(sid, NAMESPACE))


for handler in [connect, echo, shout, ask, lengths, ignore, leave, close]:
    server.on(handler.__name__, handler, namespace=NAMESPACE)


async def main():
    app = web.Application()
    server.attach(app)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", int(sys.argv[1]), reuse_address=True)
    await site.start()
    print("port", site._server.sockets[0].getsockname()[1], flush=True)
    parent = os.getppid()
    while os.getppid() == parent:
        await asyncio.sleep(1)


asyncio.run(main())
