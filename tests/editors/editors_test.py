"""What the editor support promises: it knows every word of the language, colours every shipped file rightly, and its
snippets are text that metro2 can read.

  editors_test.py METRO2
"""
import json
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from textmate import Grammar  # noqa: E402

PROJECT = pathlib.Path(__file__).resolve().parents[2]
EXTENSION = PROJECT / "dsl/editors/vscode"
GRAMMAR = Grammar(EXTENSION / "syntaxes/metro2.tmLanguage.json")
KINDS = (".preset", ".library", ".rules", ".shape")
WORDS = dict(re.findall(r'^M2_WORD\(\w+,\s*"(\w+)",\s*(\w+)\)', (PROJECT / "dsl/words.def").read_text(), re.M))
OF_THE_LANGUAGE = ("keyword.", "constant.language.", "storage.")

# A word that is one only in its place, in that place. A new one needs its line here and its pattern in the grammar.
IN_PLACE = {
    "accept": "  accept  { ssn: missing }",
    "accounts": "for accounts where lease.is_open",
    "also": "for record also deleted",
    "before": "let x = the 24 months before as_of",
    "code": "let_code  code account_status = \"11\"",
    "confidence": "  confidence high",
    "consumer": "for consumer",
    "day": "let x = 1 day",
    "deleted": "for record also deleted",
    "digits": "  terms_duration:  loan.term as 3 digits",
    "disputed": "  disputed \"Sources differ.\"",
    "error": "error B17A-011 when ssn is missing",
    "falls": "where status never falls as days_late grows {",
    "fatal": "fatal B17A-011 when ssn is missing",
    "fix": "  fix     \"Look again.\"",
    "grows": "where status never falls as days_late grows {",
    "half": "let x = instalments of $5 every half month from a to b",
    "harm": "  harm    \"It hurts.\"",
    "high": "  confidence high",
    "info": "info B17A-011 when ssn is missing",
    "instalments": "let x = instalments of $5 every 1 month from a to b",
    "low": "  confidence low",
    "many": "  people  list of person  from \"people\" one or many",
    "medium": "  confidence medium",
    "moved": "          from a to b moved by changes",
    "negated": "  amount  money  from \"amount\" negated",
    "never": "where status never falls as days_late grows {",
    "perhaps": "  perhaps \"It is right.\"",
    "reject": "  reject  { ssn: missing }",
    "rises": "where rating never rises as days_late grows {",
    "rules": "rules status version 1",
    "source": "  source  \"Base segment\"",
    "warning": "warning B17A-011 when ssn is missing",
    "week": "let x = instalments of $5 every 1 week from a to b",
    "weeks": "let x = instalments of $5 every 2 weeks from a to b",
    "zone": "  paid_on  date  from \"at\" in zone \"America/Denver\"",
}


def shipped():
    return sorted(file for file in (PROJECT / "presets").rglob("*") if file.suffix in KINDS)


def scopes_at(line, begin, end):
    """The innermost scopes of the characters from begin to end."""
    return {tuple(scopes)[-1] if scopes else "" for b, e, scopes in GRAMMAR.tokens(line) if b < end and e > begin}


def strings_and_comment(line):
    """Places of the texts of a line and where its comment begins: read without the grammar."""
    texts = []
    at = 0
    while at < len(line):
        if line[at] == "#":
            return texts, at
        if line[at] == '"':
            end = line.find('"', at + 1)
            texts.append((at, end + 1))
            at = end
        at += 1
    return texts, len(line)


class Words(unittest.TestCase):
    def test_every_reserved_word_is_coloured(self):
        self.assertGreater(len(WORDS), 100)
        for word, use in WORDS.items():
            if use != "Reserved":
                continue
            with self.subTest(word=word):
                line = f"let x = {word} y"
                (scope,) = scopes_at(line, 8, 8 + len(word))
                self.assertTrue(scope.startswith(OF_THE_LANGUAGE), scope)

    def test_every_placed_word_is_coloured_in_its_place_and_a_name_elsewhere(self):
        placed = {word for word, use in WORDS.items() if use == "Local"}
        self.assertEqual(placed - set(IN_PLACE), set(), "add their lines to IN_PLACE")
        for word in placed:
            line = IN_PLACE[word]
            begin = re.search(rf"\b{word}\b", line).start() if word != "code" else line.index("code account")
            with self.subTest(word=word, line=line):
                (scope,) = scopes_at(line, begin, begin + len(word))
                self.assertTrue(scope.startswith(OF_THE_LANGUAGE + ("constant.numeric.",)), scope)
            with self.subTest(word=word, as_name=True):
                line = f"let x = loan.{word} + {word}"
                for begin in (13, 13 + len(word) + 3):
                    (scope,) = scopes_at(line, begin, begin + len(word))
                    self.assertTrue(scope.startswith("variable."), f"{begin}: {scope}")

    def test_no_word_of_the_grammar_is_unknown_to_the_language(self):
        lists = json.dumps(GRAMMAR.raw["repository"]["words"])
        for word in re.findall(r"[a-z]{2,}", " ".join(re.findall(r"\(\?:([a-z|]+)\)", lists))):
            with self.subTest(word=word):
                self.assertIn(word, WORDS)


class ShippedFiles(unittest.TestCase):
    """Every text, comment, literal and word of the shipped files, found without the grammar, has its scope."""

    def lines(self):
        files = shipped()
        self.assertGreaterEqual(len(files), 6)
        for file in files:
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                yield f"{file.relative_to(PROJECT)}:{number}", line

    def check(self, place, line, begin, end, wanted):
        for scope in scopes_at(line, begin, end):
            self.assertTrue(scope.startswith(wanted), f"{place}: `{line[begin:end]}` is {scope}")

    def test_texts_and_comments(self):
        seen = 0
        for place, line in self.lines():
            texts, comment = strings_and_comment(line)
            for begin, end in texts:
                inside = {scope for b, e, scopes in GRAMMAR.tokens(line) if b < end and e > begin for scope in scopes[:1]}
                self.assertEqual(inside, {"string.quoted.double.metro2"}, f"{place}: {line[begin:end]}")
                seen += 1
            if comment < len(line):
                kind = "comment.line.documentation" if line[comment:].startswith("##") else "comment.line."
                self.check(place, line, comment, len(line), (kind, "keyword.other.allow", "entity.name.tag.slug"))
                seen += 1
        self.assertGreater(seen, 500)

    def test_literals(self):
        forms = (
            (r"\b\d{4}-\d{2}-\d{2}\b", "constant.numeric.date.metro2"),
            (r"\$\d[\d,]*(?:\.\d+)?(?<!,)", "constant.numeric.money.metro2"),
            (r"\b\d+(?:\.\d+)?%", "constant.numeric.percent.metro2"),
            (r"\b(?:true|false|missing|blank)\b", "constant.language.metro2"),
            (r"\b\d+(?= (?:days?|months?)\b)", "constant.numeric.duration.metro2"),
        )
        counts = dict.fromkeys((scope for _, scope in forms), 0)
        for place, line in self.lines():
            texts, comment = strings_and_comment(line)
            for form, scope in forms:
                for found in re.finditer(form, line[:comment]):
                    if any(b < found.end() and found.start() < e for b, e in texts):
                        continue
                    self.check(place, line, found.start(), found.end(), (scope,))
                    counts[scope] += 1
        self.assertTrue(all(count > 0 for scope, count in counts.items() if "percent" not in scope), counts)

    def test_words(self):
        seen = set()
        for place, line in self.lines():
            texts, comment = strings_and_comment(line)
            for found in re.finditer(r"\b[a-z]+\b", line[:comment]):
                if WORDS.get(found[0]) != "Reserved" or any(b < found.end() and found.start() < e for b, e in texts):
                    continue
                self.check(place, line, found.start(), found.end(), OF_THE_LANGUAGE)
                seen.add(found[0])
        self.assertGreater(len(seen), 60)

    def test_names_that_are_declared(self):
        forms = (
            (r"^let (\w+)", "variable.other.declaration"),
            (r"^(?:define|table|lookup|fields) (\w+)", "entity.name.function"),
            (r"^(?:skip|hold|require|warn) +(\w+)", "entity.name.section.rule"),
            (r"^(?:record|segment|one of) (\w+)", "entity.name.type"),
            (r"^  (\w+): ", "variable.other.field"),
        )
        for form, scope in forms:
            seen = 0
            for place, line in self.lines():
                if found := re.match(form, line):
                    self.check(place, line, *found.span(1), (scope,))
                    seen += 1
            self.assertGreater(seen, 3, form)


class Extension(unittest.TestCase):
    def read(self, name):
        return json.loads((EXTENSION / name).read_text(encoding="utf-8"))

    def test_what_it_names_is_there_and_it_knows_all_kinds_of_files(self):
        contributes = self.read("package.json")["contributes"]
        (language,) = contributes["languages"]
        self.assertEqual(sorted(language["extensions"]), sorted(KINDS))
        self.read(language["configuration"])
        for grammar in contributes["grammars"]:
            self.assertEqual(self.read(grammar["path"])["scopeName"], grammar["scopeName"])
        for snippets in contributes["snippets"]:
            self.assertGreater(len(self.read(snippets["path"])), 10)

    def test_its_regular_expressions_are_sound(self):
        configuration = self.read("language-configuration.json")
        re.compile(configuration["wordPattern"])
        self.assertTrue(re.match(configuration["indentationRules"]["increaseIndentPattern"], "record base {   # it"))
        self.assertFalse(re.match(configuration["indentationRules"]["increaseIndentPattern"], "one of a { \"b\" }"))
        self.assertTrue(re.match(configuration["indentationRules"]["decreaseIndentPattern"], "  }"))
        for text in GRAMMAR.regular_expressions():
            re.compile(json.loads(f'"{text}"'))


class Snippets(unittest.TestCase):
    """Each snippet, its places filled with what they propose, is text that metro2 can read."""

    HEADERS = {"preset": "", "library": "", "rules": "", "shape": "", "rule": "rules r version 1\nfor record\n"}

    def test_they_can_be_read(self):
        for name, snippet in json.loads((EXTENSION / "snippets/metro2.json").read_text()).items():
            with self.subTest(snippet=name):
                body = "\n".join(snippet["body"])
                body = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", body)
                body = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", body)
                self.assertNotIn("$", body.replace("$$", ""))
                if name == "if":
                    body = "let x = " + body
                text = self.HEADERS.get(name, "preset p version 1\n") + body + "\n"
                done = subprocess.run([sys.argv[1], "fmt", "-"], input=text, text=True, capture_output=True, check=False)
                self.assertEqual(done.returncode, 0, text + done.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    unittest.main(argv=sys.argv[:1])
