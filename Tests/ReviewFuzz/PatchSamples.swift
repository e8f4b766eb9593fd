// Good patches of every form, and the text that they were made from.

enum PatchSamples {
    static let text = "func a() {\n    one\n    two\n    three\n}\n\nfunc b() {\n    four\n    five\n}\n"

    private static let hunks = """
        @@ -1,5 +1,5 @@
         func a() {
             one
        -    two
        +    TWO
             three
         }
        @@ -7,4 +7,5 @@ func a() {
         func b() {
             four
             five
        +    six
         }

        """

    static let patches = [
        "--- a/f\n+++ b/f\n" + hunks,
        "diff --git a/f b/f\nindex 1111111..2222222 100644\n--- a/f\n+++ b/f\n" + hunks,
        "--- old/f\t2024-02-01 10:00:00.000000000 +0100\n+++ new/f\t2024-02-01 10:00:00.000000000 +0100\n" + hunks,
        ("diff --git a/f b/f\n--- a/f\n+++ b/f\n" + hunks).split(separator: "\n").joined(separator: "\r\n") + "\r\n",
        "diff --git a/f b/g h\nsimilarity index 90%\nrename from f\nrename to g h\n--- a/f\n+++ b/g h\t\n" + hunks,
        "diff --git \"a/t\\303\\244\\t\\\"\" \"b/t\\303\\244\\t\\\"\"\nold mode 100644\nnew mode 100755\n",
        "diff --git a/n b/n\nnew file mode 100644\n--- /dev/null\n+++ b/n\n@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n",
        "diff --git a/f b/f\ndeleted file mode 100644\n--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n",
        """
        From 1111111111111111111111111111111111111111 Mon Sep 17 00:00:00 2001
        From: A <a@b.example>
        Subject: [PATCH] Long
         and folded
        Content-Transfer-Encoding: 8bit

        Text
        ---
         f | 2 +-

        diff --git a/f b/f
        --- a/f
        +++ b/f

        """ + hunks + "-- \n2.39.5\n\n",
        """
        commit 3333333333333333333333333333333333333333
        Author: A <a@b.example>

            Merge

        diff --cc f
        index 1111111,2222222..3333333
        --- a/f
        +++ b/f
        @@@ -1,5 -1,5 +1,5 @@@
          func a() {
              one
        -     two
         -    other
        ++    TWO
              three
          }

        """,
        """
        diff --git a/x b/x
        index 1111111..2222222 100644
        GIT binary patch
        delta 10
        RcmcC@nqbSykegqW3IGpL0|fv8

        delta 4
        LcmZ>=onQ+910VrS

        diff --git a/z b/z
        new file mode 100644
        index 0000000..2222222
        GIT binary patch
        literal 5
        McmZQbOiKO_00eXbCIA2c

        literal 0
        HcmV?d00001

        diff --git a/y b/y
        Binary files a/y and b/y differ

        """,
        "diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+f\n\\ No newline at end of file\n",
        "--- a/f\n+++ b/f\n@@ -3 +3 @@\n-    two\n+    TWO\n@@ -9,0 +10 @@\n+    six\n",
        "--- a/f\n+++ b/f\n@@ -1,5 +1,5 @@\n func a() {\n     one\n-    TWO\n+    two\n     three\n }\n",
        "Only in a: b\nIndex: f\n====\n--- f\t(revision 1)\n+++ f\t(working copy)\n" + hunks,
    ]

    static let tokens = [
        "@@ -1,5 +1,5 @@", "@@", "@@@ -1 -1 +1 @@@\n", "--- ", "+++ ", "--- a/f\n+++ b/f\n", "diff --git ",
        "diff --cc ",
        "\\ No newline at end of file\n", "\n ", "\n-", "\n+", "-- \n", "/dev/null", "a/", "../", "\"", "\\", "\\377",
        "\t",
        "GIT binary patch\n", "literal 9\n", "delta 3\n", "Binary files ", " differ\n", "index 0..0\n", "rename from ",
        "Subject: ", "From ", "similarity index 100%\n", "new file mode 160000\n", "日本", "    two\n",
    ]
}
