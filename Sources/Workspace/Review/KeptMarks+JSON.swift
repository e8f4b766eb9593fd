// What is kept of a review, as JSON. Letters are decisions, of lines that are settled in capitals; numbers behind them are
// where hunks were cut apart and where they were joined. What was chosen in a conflict stands under what met in it.
//
//     {"version":1,
//      "files":[{"path":"a.txt","inPlace":true,"runs":[["cbf29ce484222325","aur",[1],[]],["84222325cbf29ce4","AA"]]},
//               {"path":"b.txt","runs":[],"conflict":"cbf29ce484222325","choices":["theirs",null]}],
//      "forms":[{"path":"a.txt","runs":[["84222325cbf29ce4","a"]]}],
//      "comments":[{"path":"a.txt","kind":"remark","text":"Why?","patch":"@@ …","resolved":false,
//                   "side":"new","first":4,"count":1,"line":"cbf29ce484222325","lines":"cbf29ce484222325"}]}
import ChangeReview
import JSON
import Storage

extension KeptMarks {
    var json: JSONValue {
        let list = Set(files.keys).union(inPlace).union(choices.keys).sorted().map { path -> JSONValue in
            var file: JSONObject = ["path": .string(path.text), "runs": .array((files[path] ?? []).map(\.json))]
            if inPlace.contains(path) { file["inPlace"] = true }
            if let choices = choices[path] {
                file["conflict"] = .string(hexadecimal(choices.fingerprint))
                file["choices"] = .array(choices.choices.map { $0?.json ?? .null })
            }
            return .object(file)
        }
        let forms = otherForms.sorted { $0.key < $1.key }.flatMap { path, forms in
            forms.map { ["path": .string(path.text), "runs": .array($0.map(\.json))] as JSONValue }
        }
        return [
            "version": 1, "files": .array(list), "forms": .array(forms), "comments": .array(comments.map(\.json)),
        ]
    }

    /// `nil` when a part of it can't be read: nobody is to lose the rest of it by a write.
    init?(_ json: JSONValue) {
        self.init()
        guard json["version"]?.asInt == 1, let list = json["files"]?.asArray else { return nil }
        for file in list {
            guard let (path, runs) = Self.runs(of: file) else { return nil }
            if !runs.isEmpty { files[path] = runs }
            if file["inPlace"]?.asBool == true { inPlace.insert(path) }
            if let list = file["choices"]?.asArray {
                guard let number = file["conflict"]?.asString.flatMap({ UInt64($0, radix: 16) }) else { return nil }
                let made = list.map { ThreeWayMerge.Resolution($0) }
                guard zip(made, list).allSatisfy({ $0 != nil || $1 == .null }) else { return nil }
                choices[path] = ConflictChoices(fingerprint: number, choices: made)
            }
        }
        for form in json["forms"]?.asArray ?? [] {
            guard let (path, runs) = Self.runs(of: form) else { return nil }
            otherForms[path, default: []].append(runs)
        }
        for comment in json["comments"]?.asArray ?? [] {
            guard let comment = KeptComment(comment) else { return nil }
            comments.append(comment)
        }
    }

    private static func runs(of file: JSONValue) -> (RelativePath, [Run])? {
        guard let path = file["path"]?.asString.flatMap({ RelativePath($0) }), let list = file["runs"]?.asArray
        else { return nil }
        let runs = list.compactMap { Run($0) }
        return runs.count == list.count ? (path, runs) : nil
    }
}

extension KeptMarks.Run {
    fileprivate var json: JSONValue {
        let letters = String(marks.indices.map { marks[$0].letter(settled.contains($0)) })
        var parts: [JSONValue] = [.string(hexadecimal(fingerprint)), .string(letters)]
        if !cuts.isEmpty {
            parts += [cuts.splits, cuts.joins].map { .array($0.sorted().map { JSONValue($0) }) }
        }
        return .array(parts)
    }

    fileprivate init?(_ json: JSONValue) {
        guard let parts = json.asArray, parts.count >= 2,
            let number = parts[0].asString.flatMap({ UInt64($0, radix: 16) }), let letters = parts[1].asString,
            letters.allSatisfy({ "uaArR".contains($0) })
        else { return nil }
        func numbers(_ index: Int) -> Set<Int> {
            guard parts.indices.contains(index) else { return [] }
            return Set((parts[index].asArray ?? []).compactMap(\.asInt).filter { (0..<letters.count).contains($0) })
        }
        self.init(
            fingerprint: number, marks: letters.map { Decision(letter: $0) },
            cuts: HunkCuts(splits: numbers(2), joins: numbers(3)),
            settled: Set(letters.enumerated().lazy.filter { $0.element.isUppercase }.map(\.offset)))
    }
}

extension KeptComment {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "path": .string(path.text), "kind": .string(kind.rawValue), "text": .string(text),
            "patch": .string(patch), "resolved": .bool(isResolved),
        ]
        if let place {
            object["side"] = .string(place.side.rawValue)
            object["first"] = JSONValue(place.first)
            object["count"] = JSONValue(place.count)
            object["line"] = .string(hexadecimal(place.firstLine))
            object["lines"] = .string(hexadecimal(place.allLines))
        }
        return .object(object)
    }

    fileprivate init?(_ json: JSONValue) {
        guard let path = json["path"]?.asString.flatMap({ RelativePath($0) }), let text = json["text"]?.asString,
            let kind = json["kind"]?.asString.flatMap({ ReviewComment.Kind(rawValue: $0) })
        else { return nil }
        var place: Place?
        if let side = json["side"]?.asString {
            guard let side = ReviewComment.Range.Side(rawValue: side), let first = json["first"]?.asInt, first >= 0,
                let count = json["count"]?.asInt, count > 0,
                let line = json["line"]?.asString.flatMap({ UInt64($0, radix: 16) }),
                let lines = json["lines"]?.asString.flatMap({ UInt64($0, radix: 16) })
            else { return nil }
            place = Place(side: side, first: first, count: count, firstLine: line, allLines: lines)
        }
        self.init(
            path: path, place: place, kind: kind, text: text, patch: json["patch"]?.asString ?? "",
            isResolved: json["resolved"]?.asBool ?? false)
    }
}

extension Decision {
    fileprivate func letter(_ isSettled: Bool) -> Character {
        switch self {
        case .undecided: "u"
        case .accepted: isSettled ? "A" : "a"
        case .rejected: isSettled ? "R" : "r"
        }
    }

    fileprivate init(letter: Character) {
        self = "aA".contains(letter) ? .accepted : "rR".contains(letter) ? .rejected : .undecided
    }
}
