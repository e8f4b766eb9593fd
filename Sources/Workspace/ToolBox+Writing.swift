// The tools that propose changes. None of them touches the disk.
import ChangeReview

extension ToolBox {
    func createFile(_ arguments: ToolArguments, _ view: StagedView) throws(ToolFailure) -> Proposal {
        let path = try view.path(try arguments.path())
        let old = try view.current(path)
        try refuseBelowFiles(path, view)
        let content = Array(try arguments.text("content").utf8)
        return try propose(path, FileState(bytes: content, isExecutable: old?.isExecutable ?? false), from: old, view)
    }

    func modifyFile(_ arguments: ToolArguments, _ view: StagedView) throws(ToolFailure) -> Proposal {
        // Some models send an edit's arguments under this name.
        if arguments.optionalText("content") == nil, arguments.optionalText("old_string") != nil {
            return try replaceString(arguments, view)
        }
        return try edit(arguments, view) { old throws(ToolFailure) in
            refitted(Array(try arguments.text("content").utf8), to: old)
        }
    }

    func replaceString(_ arguments: ToolArguments, _ view: StagedView) throws(ToolFailure) -> Proposal {
        try edit(arguments, view) { old throws(ToolFailure) in
            try replacing(try arguments.text("old_string"), with: try arguments.text("new_string"), in: old)
        }
    }

    func applyDiff(_ arguments: ToolArguments, _ view: StagedView) throws(ToolFailure) -> Proposal {
        let diff = try SearchReplaceDiff(try arguments.text("diff"))
        return try edit(arguments, view) { old throws(ToolFailure) in try diff.applied(to: old) }
    }

    func insertContent(_ arguments: ToolArguments, _ view: StagedView) throws(ToolFailure) -> Proposal {
        let line = try arguments.number("line") ?? 0
        return try edit(arguments, view) { old throws(ToolFailure) in
            try inserting(try arguments.text("content"), before: line, in: old)
        }
    }

    func deleteFile(_ arguments: ToolArguments, _ view: StagedView) throws(ToolFailure) -> Proposal {
        let path = try view.path(try arguments.path())
        let old = try view.existing(path)
        return try propose(path, nil, from: old, view)
    }

    func moveFile(_ arguments: ToolArguments, _ view: StagedView) throws(ToolFailure) -> Proposal {
        let path = try view.path(try arguments.path())
        let target = try view.path(try arguments.path("to"))
        let old = try view.existing(path)
        guard path != target else { throw ToolFailure("\(printed(path.text)) is moved to itself") }
        guard try view.current(target) == nil else { throw ToolFailure("\(printed(target.text)) exists already") }
        try refuseBelowFiles(target, view)
        return Proposal([(try view.step(path, to: nil), old), (try view.step(target, to: old), nil)])
    }

    private func edit(
        _ arguments: ToolArguments, _ view: StagedView, _ change: ([UInt8]) throws(ToolFailure) -> [UInt8]
    ) throws(ToolFailure) -> Proposal {
        let path = try view.path(try arguments.path())
        let old = try view.existing(path)
        let new = FileState(bytes: try change(old.bytes), isExecutable: old.isExecutable)
        guard new != old else { throw ToolFailure("nothing to change: \(printed(path.text)) is like that already") }
        return try propose(path, new, from: old, view)
    }

    private func propose(
        _ path: RelativePath, _ state: FileState?, from old: FileState?, _ view: StagedView
    ) throws(ToolFailure) -> Proposal {
        Proposal([(try view.step(path, to: state), old)])
    }

    /// A new file can't be inside what is a file, on disk or staged.
    private func refuseBelowFiles(_ path: RelativePath, _ view: StagedView) throws(ToolFailure) {
        var above = path
        while let parent = RelativePath(above.parent) {
            if case .some(.some) = view.staged[parent] { throw ToolFailure(.notFolder(parent.text)) }
            above = parent
        }
        do throws(AccessFailure) { _ = try project.openFolder(of: path) } catch { throw ToolFailure(error) }
    }
}
