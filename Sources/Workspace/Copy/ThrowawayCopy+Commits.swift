// What git records in the copy stays there: the agent is told, or it takes its commit for made.
import Storage

extension ThrowawayCopy {
    /// Where the head, the branches and the tags of the copy stand; empty without git, and before the first commit.
    func heads(_ ready: Ready) async -> [UInt8] {
        guard hasRepository else { return [] }
        let words = ["show-ref", "--head"]
        return await git(words, in: ready.root, ready.environment, milliseconds: 10_000, bytes: 4 << 20)?.bytes ?? []
    }

    static let lostCommits =
        "commits, branches and tags made in the copy are not taken over; to commit, the staged changes have to be "
        + "accepted and written first, and the command run on disk, outside of the copy, which the user decides"
}
