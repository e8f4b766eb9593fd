// A rule runs what the user saw: further words never make it run or write something else.
import Testing

@testable import TaskMachine

@Suite struct PrefixReachTests {
    @Test(arguments: [
        ("find src", "find src -exec python3 -c 'x' {} +"), ("find src", "find src -fprint x"),
        ("find src", "find src -delete"), ("find src", "find src -ok python3 {} +"),
        ("find src", #"find src "-exec" x"#),
        ("find src", #"find src -e\xec x"#), ("find src", "find src $X"), ("find src", "find src {-exec,x}"),
        ("find src", "find src *"), ("fd a", "fd a -x python3"), ("git grep", "git grep -O'sh -c x' y"),
        ("git grep", "git grep -nOsh y"), ("git grep", "git grep --open=sh y"),
        ("git fetch", "git fetch --upload-pack='sh -c x' o"), ("git fetch", "git fetch --upl=x o"),
        ("git fetch", "git fetch ext::x"), ("git ls-remote", "git ls-remote --upload-pack=x ."),
        ("git clone", "git clone 'ext::sh -c x' a"), ("git clone", "git clone -u x . a"),
        ("git rebase", "git rebase -x make main"), ("git rebase", "git rebase --exec make main"),
        ("git submodule", "git submodule foreach make"), ("git bisect", "git bisect run make"),
        ("git log", "git log --output=x"), ("git diff", "git diff --ext-diff"), ("git diff", "git diff --outp x"),
        ("git", "git -c alias.x=!y x"), ("git", "git unknown"), ("git config", "git config core.pager x"),
        ("git add", "git add ../x"), ("docker run", "docker run -v /:/x y"), ("docker exec", "docker exec a b"),
        ("podman run", "podman run a"), ("kubectl exec", "kubectl exec a -- b"), ("ssh host", "ssh host make"),
        ("uv run", "uv run x"), ("bundle exec", "bundle exec x"), ("poetry run", "poetry run x"),
        ("pipenv run", "pipenv run x"), ("npm exec", "npm exec x"), ("npm run", "npm run x"), ("npx", "npx x"),
        ("go run", "go run x"), ("nohup", "nohup x"), ("time", "time x"), ("command", "command x"), ("nice", "nice x"),
        ("env", "env x"), ("xargs", "xargs x"), ("watch", "watch x"), ("timeout 5", "timeout 5 x"),
        ("stdbuf", "stdbuf x"), ("setsid", "setsid x"), ("parallel", "parallel x"), ("python3", "python3 x.py"),
        ("python3.12", "python3.12 x.py"), ("node", "node x"), ("perl", "perl x"), ("ruby", "ruby x"),
        ("bash", "bash x"), ("sh build", "sh build x"), ("A=1 make", "A=1 make x"), ("make", "make SHELL=x"),
        ("make", "make -f x"), ("make", "make -C x"), ("make", "make --eval x"), ("make", "make A=1 x"),
        ("make", "make --direc=x"), ("tar xf", "tar xf a --to-command=x"), ("tar xf", "tar xf a -I x"),
        ("tar xf", "tar xf a --use-compress-program x"), ("tar xf", "tar xf a --checkpoint-action=exec=x"),
        ("rg a", "rg a --pre x"), ("go test", "go test -exec x"), ("go test", "go test -exec=x"),
        ("sed", "sed -i s/a/b/ x"), ("sed", "sed 1ex"), ("awk", "awk x"), ("sort a", "sort a -o b"),
        ("sort a", "sort a --out=b"), ("curl x", "curl x -o y"), ("wget x", "wget x -O y"), ("cp a", "cp a /etc/x"),
        ("cp a", "cp a ../x"), ("cp a", "cp a b/../../x"), ("cp a", "cp a ~/x"), ("cp a", "cp a .git/hooks/x"),
        ("cc a.c", "cc a.c -o/x"), ("unknown", "unknown --exec x"), ("unknown", "unknown $X"),
        ("swift test", "swift test --package-path /x"), ("swift run", "swift run x"), ("cargo run", "cargo run x"),
    ])
    func asks(rule: String, command: String) throws {
        #expect(!(try #require(CommandPrefix(rule)).allows(command)))
    }

    @Test(arguments: [
        ("find src", "find src -name '*.swift' -type f"), ("git status", "git status -s src"),
        ("git log", "git log --oneline -5 main..next"), ("git diff", "git diff --color HEAD~1"),
        ("git grep", "git grep -n word"), ("git add", "git add src/a.swift"), ("git fetch", "git fetch origin"),
        ("swift test", "swift test --filter Parser"), ("make", "make check"), ("npm", "npm test"), ("ls", "ls /etc *"),
        ("rg a", "rg a --pretty src"), ("cp a", "cp a src/b"), ("cargo test", "cargo test name -- --nocapture"),
        ("cat", "cat ../a"), ("docker ps", "docker ps -a"), ("python3 -m pytest", "python3 -m pytest"),
        ("docker run x", "docker run x"), ("ninja", "ninja -j2"),
    ])
    func covers(rule: String, command: String) throws {
        #expect(try #require(CommandPrefix(rule)).allows(command))
    }

    @Test(arguments: [
        ("git status -s", "git status"), ("docker run a b", "docker run a b"), ("npm run dev", "npm run dev"),
        ("python3 -m pytest", "python3 -m pytest"), ("python3 -m pytest tests", "python3 -m pytest tests"),
        ("find src -exec cat {} +", nil), ("git rebase -x make main", nil), ("make SHELL=x all", nil),
        ("git -c core.pager=x log", nil), ("rm x", nil), ("sed -i s/a/b/ x", nil),
        // Words in which blanks count: the rule's text does not keep them.
        ("bash -c 'a  b'", nil),
    ])
    func whatIsOfferedIsKept(command: String, prefix: String?) {
        let offered = CommandPrefix.allowable(for: command)
        #expect(offered?.text == prefix)
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        _ = chat.reply("", [commandCall("c", command)], to: 1)
        let text = (offered ?? CommandPrefix.suggested(for: command))?.text ?? command
        _ = chat.play(.approvalAnswered(callID: "c", .prefixForSession(text)))
        #expect(chat.rules == (offered.map { [ApprovalRule(.allow($0, .disk), .session)] } ?? []))
    }
}
