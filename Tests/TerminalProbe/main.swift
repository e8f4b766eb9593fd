// Runs the probe until it ends; exits as the real program does, 128 and more for a signal.
import Glibc
import Screen
import Terminal

func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

func perform(_ effect: ProbeEffect, _ mailbox: Mailbox<ProbeMessage>) -> TerminalAction<ProbeMessage>? {
    switch effect {
    case .tick: tick(mailbox)
    case .quit: .quit
    case .suspend: .suspend
    case .redraw: .redraw
    case .edit:
        .handOver(arguments: ["/bin/sh", "-c", variable("PROBE_CHILD") ?? "exit 7"]) { .returned($0) }
    case .die(let death): die(of: death)
    }
}

/// Ten thousand messages from another thread, more than the mailbox holds.
func tick(_ mailbox: Mailbox<ProbeMessage>) -> TerminalAction<ProbeMessage>? {
    Task.detached {
        for number in 1...10_000 { await mailbox.send(.ticked(number)) }
    }
    return nil
}

func die(of death: ProbeDeath) -> Never {
    switch death {
    case .trap: fatalError("asked to")
    case .fault: kill(getpid(), SIGSEGV)
    case .kill: kill(getpid(), SIGKILL)
    case .overflow: print(deeper(1))
    }
    while true { pause() }
}

func deeper(_ depth: Int) -> Int { depth == 0 ? 0 : deeper(depth + 1) &+ getpid().hashValue }

func runProbe() -> Int32 {
    do {
        let waker = try Waker()
        let mailbox = Mailbox<ProbeMessage>(waker: waker)
        let device = try NcursesDevice(
            TerminalOptions(environment: variable, errorLog: variable("PROBE_LOG")), waker: waker)
        let loop = TerminalLoop(program: Probe(), device: device, mailbox: mailbox) { perform($0, mailbox) }
        let end = loop.run()
        mailbox.close()
        device.close()
        switch end {
        case .quit: return 0
        case .signal(let number): return 128 + number
        case .terminalGone: return 129
        }
    } catch {
        print("no terminal: \(error)")
        return 2
    }
}

exit(runProbe())
