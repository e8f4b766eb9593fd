// Approval, retry and cancel: the parts of a turn where somebody is waited for.
import JSON
import TaskMachine
import Testing

@Suite struct ApprovalTests {
    let command = commandCall("c", "swift test")

    func askingTask() -> AgentTask {
        var task = startedTask()
        _ = task.handle(.replied(ChatReply(text: "Running.", toolCalls: [command, readCall("r")]), request: 1))
        return task
    }

    @Test func aCommandAsks() {
        var task = startedTask()
        let reply = ChatReply(text: "Running.", toolCalls: [command])
        #expect(task.handle(.replied(reply, request: 1)) == [.append(said("Running.")), .askApproval(command)])
        #expect(task.lifecycle == .awaitingApproval(command))
        #expect(task.handle(.approvalAnswered(callID: "other", .once)) == [])
        #expect(task.handle(.approvalAnswered(callID: "c", .once)) == [.execute(command)])
        #expect(task.lifecycle == .executing(command))
    }

    @Test(arguments: ["run_terminal", "run_terminal_command", "run_command", "execute_command", "run_in_terminal"])
    func everyAliasAsks(action: String) {
        var task = startedTask()
        let call = ToolCall(id: "c", action: action, arguments: ["content": "ls"])
        _ = task.handle(.replied(ChatReply(text: "", toolCalls: [call]), request: 1))
        #expect(task.lifecycle == .awaitingApproval(call))
        #expect(call.command == "ls")
    }

    @Test func aRejectionCarriesTheUsersWordsAndTheTurnGoesOn() {
        var task = askingTask()
        let result = failure(command, "Rejected by the user.\nuse `make test`\n please ")
        #expect(
            task.handle(.approvalAnswered(callID: "c", .rejected("use `make test`\n please "))) == [
                .record(result, of: command, .rejected), .append(result.message), .execute(readCall("r")),
            ])
    }

    @Test func cancelAnswersThePendingQuestion() {
        var task = askingTask()
        let results = [failure(command, "Cancelled by the user."), failure(readCall("r"), "Cancelled by the user.")]
        #expect(
            task.handle(.cancelRequested) == [
                .record(results[0], of: command, .cancelled), .append(results[0].message),
                .record(results[1], of: readCall("r"), .cancelled), .append(results[1].message), .ended,
            ])
        #expect(task.lifecycle == .cancelled)
        #expect(task.handle(.approvalAnswered(callID: "c", .once)) == [])
    }
}

@Suite struct CancelTests {
    @Test func aRequestIsClosedAndItsReplyIsLate() {
        var task = startedTask()
        #expect(task.handle(.cancelRequested) == [.cancelRequest(1), .ended])
        #expect(task.lifecycle == .cancelled)
        #expect(task.handle(.replied(ChatReply(text: "late"), request: 1)) == [])
        #expect(task.handle(.requestFailed(.interrupted("late"), request: 1)) == [])
        #expect(task.lifecycle == .cancelled)
    }

    @Test func aToolHasTwoSecondsToStop() {
        var task = startedTask()
        let (a, b) = (readCall("a"), readCall("b"))
        _ = task.handle(.replied(ChatReply(text: "", toolCalls: [a, b]), request: 1))
        #expect(
            task.handle(.cancelRequested) == [
                .cancelTool(callID: "a"), .startTimer(.cancelDeadline, milliseconds: 2_000),
            ])
        #expect(task.lifecycle == .cancelling)
        #expect(task.handle(.cancelRequested) == [])
        let cancelled = failure(b, "Cancelled by the user.")
        #expect(
            task.handle(.toolFinished(failure(a, "stopped by signal 15"))) == [
                .stopTimer(.cancelDeadline),
                .record(failure(a, "stopped by signal 15"), of: a, .ran),
                .append(failure(a, "stopped by signal 15").message),
                .record(cancelled, of: b, .cancelled), .append(cancelled.message), .ended,
            ])
        #expect(task.lifecycle == .cancelled)
    }

    @Test func aToolThatDoesNotStopIsLeftBehind() {
        var task = startedTask()
        let a = readCall("a")
        _ = task.handle(.replied(ChatReply(text: "", toolCalls: [a]), request: 1))
        _ = task.handle(.cancelRequested)
        let cancelled = failure(a, "Cancelled by the user.")
        #expect(
            task.handle(.timerFired(.cancelDeadline)) == [
                .record(cancelled, of: a, .cancelled), .append(cancelled.message), .ended,
            ])
        #expect(task.handle(.toolFinished(success(a, "late"))) == [])
        #expect(task.lifecycle == .cancelled)
    }

    @Test func aWaitIsCancelled() {
        var task = startedTask()
        _ = task.handle(.requestFailed(.unreachable("refused"), request: 1))
        #expect(task.handle(.cancelRequested) == [.stopTimer(.retry), .ended])
        #expect(task.handle(.timerFired(.retry)) == [])
        #expect(task.lifecycle == .cancelled)
    }

    @Test func thereIsNothingToCancelWhenNothingRuns() {
        var task = AgentTask()
        #expect(task.handle(.cancelRequested) == [])
        #expect(task.lifecycle == .idle)
    }
}

@Suite struct RetryTests {
    @Test func whatReachedNobodyIsSentAgainThreeTimes() {
        var task = startedTask()
        for (attempt, milliseconds) in [(1, 1_000), (2, 2_000), (3, 4_000)] {
            let failed = task.handle(.requestFailed(.unreachable("refused"), request: attempt))
            #expect(failed == [.startTimer(.retry, milliseconds: milliseconds)])
            #expect(task.lifecycle == .waitingToRetry(attempt: attempt))
            #expect(task.wait == .init(attempt: attempt, limit: 3, milliseconds: milliseconds))
            #expect(task.handle(.timerFired(.retry)) == [.send(request(attempt + 1, question))])
            #expect(task.wait == nil)
        }
        #expect(task.handle(.requestFailed(.unreachable("refused"), request: 4)) == [.ended])
        #expect(task.lifecycle == .failed(.unreachable("refused")))
    }

    @Test(arguments: [
        RequestFailure.interrupted("reset"), .timedOut(seconds: 1_200), .signedOut(""), .malformed("HTML"),
        .refused(status: 500, message: "x"),
    ])
    func whatMayHaveRunIsSentAgainByTheUserAlone(failure: RequestFailure) {
        var task = startedTask()
        #expect(task.handle(.requestFailed(failure, request: 1)) == [.ended])
        #expect(task.lifecycle == .failed(failure))
        #expect(task.handle(.retryRequested) == [.send(request(2, question))])
    }

    @Test func theServersWaitIsKept() {
        var task = startedTask()
        let limited = RequestFailure.rateLimited(retryAfterSeconds: 30)
        #expect(task.handle(.requestFailed(limited, request: 1)) == [.startTimer(.retry, milliseconds: 30_000)])
        #expect(task.lifecycle == .rateLimited(seconds: 30))
        _ = task.handle(.timerFired(.retry))
        #expect(
            task.handle(.requestFailed(.rateLimited(retryAfterSeconds: nil), request: 2)) == [
                .startTimer(.retry, milliseconds: 10_000)
            ])
        _ = task.handle(.timerFired(.retry))
        _ = task.handle(.requestFailed(limited, request: 3))
        _ = task.handle(.timerFired(.retry))
        #expect(task.handle(.requestFailed(limited, request: 4)) == [.ended])
        #expect(task.lifecycle == .failed(limited))
    }

    @Test func anHourIsNotWaitedFor() {
        var task = startedTask()
        let limited = RequestFailure.rateLimited(retryAfterSeconds: 3_600)
        #expect(task.handle(.requestFailed(limited, request: 1)) == [.ended])
    }

    @Test func theUserNeedNotWait() {
        var task = startedTask()
        _ = task.handle(.requestFailed(.unreachable("refused"), request: 1))
        #expect(task.handle(.retryRequested) == [.stopTimer(.retry), .send(request(2, question))])
    }

    /// A request that is silent for long is given up and made again, by the user alone.
    @Test func aSilentRequestIsMadeAgain() {
        var task = startedTask()
        #expect(task.handle(.retryRequested) == [.cancelRequest(1), .send(request(2, question))])
        #expect(task.lifecycle == .requesting)
        #expect(task.handle(.replied(ChatReply(text: "late"), request: 1)) == [])
        #expect(task.handle(.requestFailed(.cancelled, request: 1)) == [])
        #expect(task.handle(.replied(ChatReply(text: "ok"), request: 2)) == [.append(said("ok")), .ended])
    }

    @Test func aReplyMakesTheTriesNew() {
        var task = startedTask()
        _ = task.handle(.requestFailed(.unreachable("refused"), request: 1))
        _ = task.handle(.timerFired(.retry))
        _ = task.handle(.replied(ChatReply(text: "", toolCalls: [readCall("a")]), request: 2))
        _ = task.handle(.toolFinished(success(readCall("a"))))
        #expect(
            task.handle(.requestFailed(.unreachable("refused"), request: 3)) == [
                .startTimer(.retry, milliseconds: 1_000)
            ])
    }
}
