// Why a plan was not written, from the workspace's terms to the review's.
import App
import ChangeReview
import Storage
import Workspace

extension ApplyRefusal {
    init(_ failure: ApplyFailure) {
        switch failure {
        case .changedOnDisk(let states):
            let findings = states.sorted { $0.key < $1.key }.map { Finding(path: $0.key, state: $0.value) }
            self = .changedOnDisk(findings)
        case .refused(_, let access):
            // It names the path.
            self = .failed(path: nil, reason: access.text)
        case .failed(let path?, let error):
            self = .failed(path: path, reason: "can't \(error.operation): \(error.reason)")
        default:
            self = .failed(path: nil, reason: failure.words)
        }
    }
}

extension ApplyFailure {
    /// Why a write was not taken back.
    var undoNews: AppMessage {
        switch self {
        case .noSuchEntry, .damagedEntry: .undoLost(reason: words)
        default: .undoFailed(reason: words)
        }
    }

    var words: String {
        switch self {
        case .changedOnDisk(let states):
            "changed on disk: \(states.keys.sorted().map(\.text).joined(separator: ", "))"
        case .refused(_, let access): access.text
        case .failed(_, let error): "\(error)"
        case .rollbackFailed(let entry, let error):
            "\(error). Journal entry \(entry) has the files as they were; the next write or start takes it back"
        case .journal(let error): "the journal can't be written: \(error)"
        case .recoveryFailed(let error): "an earlier, interrupted write can't be taken back yet: \(error)"
        case .noSuchEntry(let entry): "the journal has no entry \(entry) any more"
        case .damagedEntry(let entry): "journal entry \(entry) is damaged; the files are as they were"
        case .cancelled: "cancelled while another program was writing"
        }
    }
}
