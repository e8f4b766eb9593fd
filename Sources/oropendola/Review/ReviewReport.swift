// A review's decisions as JSON, for programs: what docs/REVIEW.md describes.
import App
import ChangeReview
import JSON
import Workspace

extension ReviewModel {
    /// The form that every review has, and what only one without a chat knows.
    var report: JSONValue {
        let reported = reported
        let end = end
        var object =
            ReviewJSON.value(reported.map(\.change), comments: changes.comments).asObject ?? JSONObject()
        object["subject"] = .string(ReviewWords.title(of: start.subject))
        object["target"] = .string(start.target.rawValue)
        for (name, count) in [
            ("accepted", end.accepted), ("rejected", end.rejected), ("undecided", end.undecided),
            ("unwritten", end.waiting),
        ] { object[name] = JSONValue(count) }
        let settledHunks = Dictionary(
            start.contents.files.filter { $0.settledHunks > 0 }.map { ($0.step.path, $0.settledHunks) }
        ) { $1 }
        let files = zip(object["files"]?.asArray ?? [], reported).map { file, reported -> JSONValue in
            var file = file.asObject ?? JSONObject()
            let isInPlace = changes.isInPlace(reported.change.path)
            file["standing"] = .string(isInPlace ? "in place" : "for applying")
            file["settled"] = .bool(reported.isSettled)
            if let hunks = settledHunks[reported.change.path] { file["settledHunks"] = JSONValue(hunks) }
            return .object(file)
        }
        object["files"] = .array(files)
        object["leftOut"] = .array(ReviewWords.lines(about: start.contents).map { JSONValue($0) })
        return .object(object)
    }
}
