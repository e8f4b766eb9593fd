"""Serves one realtime client with events as fast as it takes them, or evenly paced.

usage: sender.py COUNT [PER_SECOND]
Prints its port, then speaks just enough HTTP, websocket, Engine.IO 4 and Socket.IO 5: upgrades, sends the open packet,
lets the client into the namespace that it asks for, waits for its next message, sends COUNT events of 150 bytes, and
waits until the client goes. Unpaced, everything is made before the client is answered, and written in large pieces: the
same for every client, and cheaper to send than any of them can read. Paced, each message ends in `@` and CLOCK_MONOTONIC
in nanoseconds, taken directly before it is sent.
"""
import base64, gc, hashlib, os, socket, sys, time

FRAME_BYTES = 150


def frame(payload):
    """A text frame of a server: final, not masked."""
    if len(payload) < 126:
        return bytes([0x81, len(payload)]) + payload
    return bytes([0x81, 126]) + len(payload).to_bytes(2, "big") + payload


def event(namespace, end):
    """An event whose packet has 150 bytes, and whose message ends in `end`."""
    head = f'42{namespace},["ai_progress",{{"type":"working","step":3,"total":12,"message":"'
    text = "Reading Sources/SocketIO/EngineIO/EngineSession.swift and what depends on it "
    room = FRAME_BYTES - len(head) - len(end) - 3
    return frame((head + text[:room].ljust(room, ".") + end + '"}]').encode())


class Peer:
    """The server's side of one connection."""

    def __init__(self, connection):
        self.connection, self.buffer = connection, b""

    def exactly(self, count):
        while len(self.buffer) < count:
            more = self.connection.recv(65536)
            if not more:
                raise EOFError
            self.buffer += more
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def head(self):
        while b"\r\n\r\n" not in self.buffer:
            more = self.connection.recv(65536)
            if not more:
                raise EOFError
            self.buffer += more
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        return dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])

    def message(self):
        """The next text message; clients mask."""
        while True:
            first, second = self.exactly(2)
            length = second & 127
            if length >= 126:
                length = int.from_bytes(self.exactly(2 if length == 126 else 8), "big")
            mask, content = self.exactly(4), self.exactly(length)
            if first & 15 == 8:
                raise EOFError
            if first & 15 == 1:
                return bytes(byte ^ mask[place % 4] for place, byte in enumerate(content)).decode()


def main():
    count = int(sys.argv[1])
    pace = float(sys.argv[2]) if len(sys.argv) > 2 else None
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    blob = None if pace else event("/site1.local", "") * 8192
    connection, _ = listener.accept()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    peer = Peer(connection)
    key = next(value for name, value in peer.head().items() if name.lower() == "sec-websocket-key")
    accept = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
    connection.sendall(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        f"Sec-WebSocket-Accept: {accept}\r\n\r\n").encode())
    connection.sendall(frame(b'0{"sid":"engine","upgrades":[],"pingInterval":25000,"pingTimeout":20000,'
                             b'"maxPayload":1000000}'))
    try:
        namespace = peer.message()[2:].split(",")[0]
        assert namespace == "/site1.local", namespace
        connection.sendall(frame(f'40{namespace},{{"sid":"socket"}}'.encode()))
        peer.message()
        gc.disable()
        if pace:
            paced(connection, namespace, count, pace)
        else:
            view, size = memoryview(blob), len(blob) // 8192
            while count > 0:
                connection.sendall(view[:min(count, 8192) * size])
                count -= 8192
        while True:
            peer.message()
    except (EOFError, ConnectionError):
        pass


def paced(connection, namespace, count, pace):
    start = time.monotonic_ns()
    for number in range(count):
        wait = start + number * 1_000_000_000 / pace - time.monotonic_ns()
        if wait > 0:
            time.sleep(wait / 1e9)
        connection.sendall(event(namespace, f"@{time.monotonic_ns()}"))


if __name__ == "__main__":
    main()
