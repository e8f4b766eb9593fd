// The repository that a review's folder is in, asked for a commit of what was accepted.
import App
import ChangeReview
import Workspace

/// Its calls block on git and on the user's hooks; never call them from the terminal's thread.
struct AcceptedCommit {
    let project: ProjectFolder
    let environment: [String: String]

    /// Whether there can be one.
    func look() -> CommitNews {
        do throws(GitFailure) { return .possible(branch: try repository().branch()) } catch {
            return .refused(CommitRefusal(error))
        }
    }

    func make(_ steps: [FileStep], message: String, stop: GitStop) -> CommitNews {
        let repository: GitRepository
        do throws(GitFailure) { repository = try self.repository() } catch { return .refused(CommitRefusal(error)) }
        do throws(CommitRefusal) {
            return .made(try repository.commit(steps, in: folder(in: repository), message: message, stop: stop))
        } catch {
            return .refused(error)
        }
    }

    private func repository() throws(GitFailure) -> GitRepository {
        try GitRepository(folder: project.rootPath, environment: environment)
    }

    /// The project as seen from the top of the repository.
    private func folder(in repository: GitRepository) -> String {
        let below = project.rootPath.dropFirst(repository.root.count)
        return String(below.drop { $0 == "/" })
    }
}
