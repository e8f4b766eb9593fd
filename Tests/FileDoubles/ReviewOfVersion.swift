// A review that goes on and on, each step told by its number: whoever finds it later knows what it must look like.
public import ChangeReview

/// What happens in step `number` of the review: one event, so that a log holds all of it or nothing.
public func reviewEvents(_ number: Int, _ set: ChangeSet) -> [ChangeSet.Event] {
    guard let path = RelativePath("f\(number % 5)") else { return [] }
    let lines = (0..<2000).map { $0 % 100 == number % 100 ? "line \($0) of \(number)\n" : "line \($0)\n" }
    switch number % 4 {
    case 0:
        let step = FileStep(path: path, before: nil, after: FileState(bytes: Array(lines.joined().utf8)))
        return [.proposed(step, by: .call("c\(number)", turn: number))]
    case 1: return [.commented(RelativePath("f\((number - 1) % 5)") ?? path, nil, "said in \(number)")]
    case 2: return [.decided(number.isMultiple(of: 3) ? .rejected : .accepted, .everything)]
    default: return [.edited(RelativePath("f\((number - 3) % 5)") ?? path, FileState(bytes: Array("\(number)\n".utf8)))]
    }
}
