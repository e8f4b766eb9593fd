// The reference client in the same part as RealtimeBench; see there for the lines it speaks.
const fs = require("fs");
const { io } = require("socket.io-client");

const [port, count] = process.argv.slice(2).map(Number);
const say = (fields) => {
    fs.writeSync(1, JSON.stringify(fields) + "\n");
    // Waits for a line.
    const byte = Buffer.alloc(1);
    while (fs.readSync(0, byte) === 1 && byte[0] !== 10);
};
const start = process.hrtime.bigint();
const latencies = [];
let read = 0;
let before, begun;
const socket = io(`http://127.0.0.1:${port}/site1.local`, { transports: ["websocket"], reconnection: false });
socket.on("ai_progress", (payload) => {
    const place = payload.message.lastIndexOf("@");
    read += 1;
    if (place >= 0) latencies.push(Number((process.hrtime.bigint() - BigInt(payload.message.slice(place + 1))) / 1000n));
    if (read < count) return;
    const usage = process.resourceUsage();
    say({
        read, seconds: Number(process.hrtime.bigint() - begun) / 1e9,
        cpu_seconds: (usage.userCPUTime + usage.systemCPUTime - before.userCPUTime - before.systemCPUTime) / 1e6,
        system_seconds: (usage.systemCPUTime - before.systemCPUTime) / 1e6,
        switches: usage.voluntaryContextSwitches - before.voluntaryContextSwitches, latencies_us: latencies,
    });
    socket.disconnect();
    process.exit(0);
});
socket.on("connect", () => {
    say({ connect_ms: Number(process.hrtime.bigint() - start) / 1e6 });
    before = process.resourceUsage();
    begun = process.hrtime.bigint();
    socket.emit("go");
});
