// A project's standing answers outlive the program, and a file that can't be read allows nothing.
import Storage
import TaskMachine
import TestSupport
import Testing
import Workspace

@Suite struct ProjectRulesTests {
    private func rule(_ answer: ApprovalRule.Answer) -> ApprovalRule { ApprovalRule(answer, .project) }

    @Test func whatIsKeptComesBack() async throws {
        let folder = try TemporaryFolder()
        let rules = ProjectRules(stateFolder: folder.path + "/state")
        #expect(try rules.read() == [])
        let git = try #require(CommandPrefix("git status"))
        let remove = try #require(CommandPrefix("rm"))
        let kept = [rule(.allow(git, .copy)), rule(.deny(remove)), rule(.place(.disk))]
        try await rules.keep(kept)
        #expect(try ProjectRules(stateFolder: folder.path + "/state").read() == kept)
        try await rules.keep([rule(.deny(remove))])
        #expect(try rules.read() == [rule(.deny(remove))])
    }

    @Test func whatANewerProgramKeptStays() async throws {
        let folder = try TemporaryFolder()
        let newer = #"{"version":1,"rules":[{"allow":"make","place":"moon"},{"deny":"rm"},{"until":"tomorrow"}]}"#
        try folder.write("rules.json", newer)
        let rules = ProjectRules(stateFolder: folder.path)
        let remove = try #require(CommandPrefix("rm"))
        #expect(try rules.read() == [rule(.deny(remove))])
        try await rules.keep([])
        #expect(try rules.read() == [])
        let text = try folder.text("rules.json")
        #expect(text.contains("moon") && text.contains("tomorrow") && !text.contains("deny"))
    }

    @Test(arguments: ["{", "[]", #"{"rules": "all"}"#, #"{"rules":[{"allow":"a; b","place":"disk"},{"allow":"x"}]}"#])
    func nothingIsAllowedByWhatCantBeRead(text: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("rules.json", text)
        let read = try? ProjectRules(stateFolder: folder.path).read()
        #expect(read == nil || read == [])
    }
}
