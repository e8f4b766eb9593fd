// A snapshot's changes in the staging log. Runs stand in it, so that marks mean the same lines for any way of comparing.
//
//     "runs":[[4,1,4,2]]      line 4 of the base, one line, becomes line 4, two lines
//     "marks":"2u 1a 3r"      two undecided, one accepted, three rejected
import ChangeReview
import JSON

extension ContentTable {
    mutating func pairs(_ change: Change) -> [(String, JSONValue)] {
        var pairs: [(String, JSONValue)] = [
            ("path", .path(change.path)), ("before", json(change.base)), ("after", json(change.proposed)),
        ]
        let runs = change.weave.runs.map { run in
            JSONValue.array(
                [run.old.lowerBound, run.old.count, run.new.lowerBound, run.new.count].map { .number($0) })
        }
        if !runs.isEmpty { pairs.append(("runs", .array(runs))) }
        pairs.append(("marks", .string(Self.text(change.marks))))
        if change.told.contains(where: { $0 != .undecided }) {
            pairs.append(("told", .string(Self.text(change.told))))
        }
        var authors: [JSONValue] = []
        var index = 0
        while index < change.authors.count {
            let end = change.authors[index...].firstIndex { $0 != change.authors[index] } ?? change.authors.count
            authors.append(
                .object(JSONObject(change.authors[index].pairs + [("runs", .number(end - index))])))
            index = end
        }
        pairs.append(("authors", .array(authors)))
        for (name, lines) in [("splits", change.cuts.splits), ("joins", change.cuts.joins)] where !lines.isEmpty {
            pairs.append((name, .array(lines.sorted().map { .number($0) })))
        }
        if let origin = change.origin { pairs.append(("origin", .path(origin))) }
        switch change.conflict {
        case nil: break
        case .changedOnDisk(let finding): pairs.append(("disk", json(finding)))
        case .merging(let merging):
            pairs.append(("disk", json(merging.disk)))
            pairs.append(("choices", .array(merging.choices.map { $0?.json ?? .null })))
        }
        return pairs
    }

    mutating func change(_ path: RelativePath, _ json: JSONValue) -> Change? {
        guard let before = state(json["before"]), let after = state(json["after"]),
            let marks = Self.marks(json["marks"]?.asString ?? "")
        else { return nil }
        var runs: [LineRun] = []
        for run in json["runs"]?.asArray ?? [] {
            let numbers = (run.asArray ?? []).compactMap(\.asInt)
            guard numbers.count == 4, numbers.allSatisfy({ (0..<Int(Int32.max)).contains($0) }) else { return nil }
            runs.append(
                LineRun(
                    old: numbers[0]..<numbers[0] + numbers[1], new: numbers[2]..<numbers[2] + numbers[3]))
        }
        var authors: [Author] = []
        for author in json["authors"]?.asArray ?? [] {
            let count = author["runs"]?.asInt ?? 0
            guard (0...max(1, runs.count)).contains(count) else { return nil }
            authors += Array(repeating: Author(author), count: count)
        }
        let lines = ["splits", "joins"].map { Set((json[$0]?.asArray ?? []).compactMap(\.asInt)) }
        guard
            var change = Change(
                kept: path, base: before, proposed: after, runs: runs, marks: marks,
                told: json["told"]?.asString.flatMap { Self.marks($0) }
                    ?? Array(repeating: .undecided, count: marks.count),
                authors: authors, cuts: HunkCuts(splits: lines[0], joins: lines[1]))
        else { return nil }
        if let disk = json["disk"] {
            guard let finding = finding(disk) else { return nil }
            change = change.held(
                in: finding, (json["choices"]?.asArray ?? []).map { ThreeWayMerge.Resolution($0) })
        }
        change.origin = json["origin"]?.asString.flatMap { RelativePath($0) }
        return change
    }

    mutating func pairs(_ rest: HeldRest) -> [(String, JSONValue)] {
        var pairs: [(String, JSONValue)] = [
            ("nextComment", .number(rest.nextComment)), ("feedback", .number(rest.feedbackNumber)),
        ]
        if let entry = rest.latestEntry { pairs.append(("entry", .number(entry))) }
        let outcomes = rest.outcomes.map { outcome in
            var pairs: [(String, JSONValue)] = [("path", .path(outcome.path))]
            if let entry = outcome.entry { pairs.append(("entry", .number(entry))) }
            pairs += [("added", .number(outcome.added)), ("removed", .number(outcome.removed))]
            if !outcome.rejected.isEmpty { pairs.append(("rejected", .string(outcome.rejected))) }
            if outcome.isUndone { pairs.append(("undone", .bool(true))) }
            return JSONValue.object(JSONObject(pairs))
        }
        if !outcomes.isEmpty { pairs.append(("outcomes", .array(outcomes))) }
        var edits: [JSONValue] = []
        for (path, note) in rest.edits {
            edits.append(
                .object(["path": .path(path), "before": json(note.from), "after": json(note.to)]))
        }
        if !edits.isEmpty { pairs.append(("edits", .array(edits))) }
        return pairs
    }

    mutating func rest(_ json: JSONValue) -> HeldRest? {
        guard let next = json["nextComment"]?.asInt, let number = json["feedback"]?.asInt else { return nil }
        var rest = HeldRest(
            nextComment: next, latestEntry: json["entry"]?.asInt, feedbackNumber: number, outcomes: [], edits: [])
        for outcome in json["outcomes"]?.asArray ?? [] {
            guard let path = outcome.path else { return nil }
            rest.outcomes.append(
                ChangeSet.Outcome(
                    path: path, entry: outcome["entry"]?.asInt, added: outcome["added"]?.asInt ?? 0,
                    removed: outcome["removed"]?.asInt ?? 0, rejected: outcome["rejected"]?.asString ?? "",
                    isUndone: outcome["undone"]?.asBool ?? false))
        }
        for edit in json["edits"]?.asArray ?? [] {
            guard let path = edit.path, let from = state(edit["before"]), let to = state(edit["after"]) else {
                return nil
            }
            rest.edits.append((path: path, note: ChangeSet.EditNote(from: from, to: to)))
        }
        return rest
    }

    mutating func json(_ plan: ChangePlan) -> JSONValue {
        var steps: [JSONValue] = []
        for step in plan.steps {
            steps.append(
                .object(["path": .path(step.path), "before": json(step.before), "after": json(step.after)]))
        }
        var reviewed: [JSONValue] = []
        for file in plan.reviewed {
            var pairs: [(String, JSONValue)] = [
                ("path", .path(file.path)), ("before", json(file.base)), ("after", json(file.proposed)),
                ("marks", .string(Self.text(file.marks))),
            ]
            if let origin = file.origin { pairs.append(("origin", .path(origin))) }
            if file.isInPlace { pairs.append(("inPlace", .bool(true))) }
            reviewed.append(.object(JSONObject(pairs)))
        }
        return .object(["steps": .array(steps), "reviewed": .array(reviewed)])
    }

    mutating func plan(_ json: JSONValue) -> ChangePlan? {
        var plan = ChangePlan(steps: [])
        for step in json["steps"]?.asArray ?? [] {
            guard let path = step.path, let before = state(step["before"]), let after = state(step["after"]) else {
                return nil
            }
            plan.steps.append(FileStep(path: path, before: before, after: after))
        }
        for file in json["reviewed"]?.asArray ?? [] {
            guard let path = file.path, let after = state(file["after"]),
                let marks = Self.marks(file["marks"]?.asString ?? "")
            else { return nil }
            // Earlier versions kept none: it was what the step starts from.
            let base = state(file["before"]) ?? plan.steps.first { $0.path == path }?.before
            plan.reviewed.append(
                ReviewedFile(
                    path: path, origin: file["origin"]?.asString.flatMap { RelativePath($0) }, base: base,
                    proposed: after, marks: marks, isInPlace: file["inPlace"]?.asBool ?? false))
        }
        return plan
    }

    static func text(_ marks: [Decision]) -> String {
        var parts: [String] = []
        var index = 0
        while index < marks.count {
            let end = marks[index...].firstIndex { $0 != marks[index] } ?? marks.count
            parts.append("\(end - index)\(marks[index].rawValue.prefix(1))")
            index = end
        }
        return parts.joined(separator: " ")
    }

    static func marks(_ text: String) -> [Decision]? {
        var marks: [Decision] = []
        for part in text.split(separator: " ") {
            let decision: Decision
            switch part.last {
            case "u": decision = .undecided
            case "a": decision = .accepted
            case "r": decision = .rejected
            default: return nil
            }
            guard let count = Int(part.dropLast()), count >= 0, count <= 2 * Change.mostLines + 2 - marks.count else {
                return nil
            }
            marks += Array(repeating: decision, count: count)
        }
        return marks
    }
}
