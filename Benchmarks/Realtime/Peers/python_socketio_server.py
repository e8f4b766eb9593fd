"""python-socketio's server as the peer of `oropendola serve`: rooms by user, and a call that publishes to one.

usage: python_socketio_server.py SITE   prints its port. GET /publish?user=U&count=N&pause=MS answers when all is sent.
"""
import asyncio
import sys
from urllib.parse import parse_qs

import socketio
from aiohttp import web

namespace = f"/{sys.argv[1]}"
server = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*")


@server.on("connect", namespace=namespace)
async def connect(sid, environ, auth):
    cookies = dict(pair.split("=", 1) for pair in environ.get("HTTP_COOKIE", "").split("; ") if "=" in pair)
    await server.enter_room(sid, f"user:{cookies.get('user')}", namespace=namespace)


async def publish(request):
    wanted = parse_qs(request.query_string)
    room, pause = f"user:{wanted['user'][0]}", int(wanted["pause"][0]) / 1000
    count = int(wanted["count"][0])
    for step in range(count):
        payload = {"type": "working", "step": step, "total": count, "message": "Renaming parse in Sources/Parser.swift"}
        await server.emit("ai_progress", payload, room=room, namespace=namespace)
        if pause:
            await asyncio.sleep(pause)
    return web.Response(text="done")


async def main():
    application = web.Application()
    server.attach(application)
    application.router.add_get("/publish", publish)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
