"""How long a progress event takes from the wire to the screen of the program itself.

The program runs in a pseudo-terminal with a scenario (docs/SCENARIOS.md) in which the embedded server publishes events.
The kernel stamps the packet that carries an event on loopback (a packet socket, which needs CAP_NET_RAW); the other end
is the moment when its message was read from the pseudo-terminal.
"""
import fcntl, json, os, pty, select, shutil, signal, socket, statistics, struct, subprocess, tempfile, termios, time

EVENTS = 400
EVERY_MILLISECONDS = 25
SO_TIMESTAMPNS = 35
PACKET_OUTGOING = 4


def code(number):
    """A message no letter of which is that of the one before: screens are printed by their differences."""
    letters = "ABCDEFGHIJ" if number % 2 else "klmnopqrst"
    return "".join(letters[int(digit)] for digit in f"{number:08}").encode()


def write_scenario(path):
    with open(path, "w") as file:
        for number in range(EVENTS):
            file.write(json.dumps({"wait": EVERY_MILLISECONDS}) + "\n")
            message = code(number).decode()
            file.write(json.dumps({"progress": {"type": "working", "message": message}}) + "\n")
        file.write(json.dumps({"wait": 200}) + "\n")
        file.write(json.dumps({"reply": {"success": True, "response": "Over.", "tool_calls": []}}) + "\n")


def packets():
    """A socket that hears loopback, with the kernel's time stamps."""
    heard = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0003))
    heard.bind(("lo", 0))
    heard.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    heard.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    heard.setblocking(False)
    return heard


def listen(heard, sent, wanted):
    """Notes the first packet in which each message stands."""
    while True:
        try:
            data, extra, _, address = heard.recvmsg(65536, 256)
        except BlockingIOError:
            return
        if address[2] != PACKET_OUTGOING or b'"ai_progress"' not in data:
            continue
        stamp = next(struct.unpack("qq", value) for level, kind, value in extra if kind == SO_TIMESTAMPNS)
        for number in [number for number in wanted if number not in sent]:
            if code(number) in data:
                sent[number] = stamp[0] * 1_000_000_000 + stamp[1]


def play(binary, folder):
    """When each message was on the wire and when on the screen, in ns of the wall clock."""
    write_scenario(f"{folder}/scenario")
    heard = packets()
    environment = dict(os.environ, TERM="xterm-256color", LC_ALL="C.UTF-8", HOME=folder,
                       XDG_STATE_HOME=f"{folder}/state", XDG_CONFIG_HOME=f"{folder}/config")
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execve(binary, [binary, "--scenario", f"{folder}/scenario", "go"], environment)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    sent, shown, tail, following = {}, {}, b"", 0
    end = time.monotonic() + 30 + EVENTS * EVERY_MILLISECONDS / 1000
    try:
        while following < EVENTS and time.monotonic() < end:
            ready, _, _ = select.select([terminal, heard], [], [], 1)
            if terminal in ready:
                data = os.read(terminal, 65536)
                now = time.time_ns()
                tail = (tail + data)[-65536:]
                # Where two came at once only the later one is drawn.
                for number in range(following, min(following + 50, EVENTS)):
                    if code(number) in tail:
                        shown[number] = now
                        following = number + 1
            if heard in ready:
                listen(heard, sent, range(max(following - 5, 0), min(following + 50, EVENTS)))
    except OSError:
        pass
    listen(heard, sent, range(EVENTS))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(terminal)
    heard.close()
    return sent, shown


def report(binary):
    what = "wire to tty"
    if not os.path.exists(binary):
        return print(f"{what}: {binary} is not there (make release)")
    folder = tempfile.mkdtemp(prefix="oropendola-realtime-")
    try:
        subprocess.run(["git", "init", "-q", folder], check=True)
        sent, shown = play(binary, folder)
    except PermissionError:
        return print(f"{what}: not measured, hearing loopback needs CAP_NET_RAW")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    times = sorted((shown[number] - sent[number]) / 1e6 for number in shown if number in sent)
    if not times:
        return print(f"{what}: nothing measured ({len(sent)} events on the wire, {len(shown)} on the screen)")
    print(f"{what}, ms, {len(times)} of {EVENTS} events{'':8}p50 {statistics.median(times):.2f}, "
          f"p99 {times[min(int(len(times) * 0.99), len(times) - 1)]:.2f}, max {times[-1]:.2f}{'':12}p99 <= 20")


if __name__ == "__main__":
    import sys
    report(os.path.abspath(sys.argv[1]))
