"""Tokens of a text as a TextMate grammar gives them: the part of TextMate's rules that our grammar uses.

Line by line, from left to right: among the patterns of the scope that is open, the one that matches first wins, the
earlier in the list when two begin together. `match` with `captures`, `begin`/`end` with nested `patterns`, and `include`
of `#name` are understood; anything else in a grammar is refused, so that a grammar cannot pass by being ignored. Regular
expressions are read by Python's `re`, which shares the syntax used here with Oniguruma.
"""
import json
import re

KNOWN_KEYS = {"name", "match", "captures", "begin", "end", "patterns", "include", "comment"}


class Grammar:
    def __init__(self, path):
        self.raw = json.loads(path.read_text(encoding="utf-8"))
        self.root = self.resolve(self.raw["patterns"])

    def resolve(self, patterns):
        """The patterns with what they include in their place."""
        out = []
        for pattern in patterns:
            unknown = set(pattern) - KNOWN_KEYS
            if unknown:
                raise ValueError(f"a pattern with {sorted(unknown)}")
            if "include" in pattern:
                included = self.raw["repository"][pattern["include"].removeprefix("#")]
                is_group = "match" not in included and "begin" not in included
                out += self.resolve(included["patterns"] if is_group else [included])
                continue
            rule = {"name": pattern.get("name"), "captures": pattern.get("captures", {})}
            if "match" in pattern:
                rule["match"] = re.compile(pattern["match"])
            else:
                rule["begin"] = re.compile(pattern["begin"])
                rule["end"] = re.compile(pattern["end"])
                rule["patterns"] = self.resolve(pattern.get("patterns", []))
            out.append(rule)
        return out

    def regular_expressions(self):
        """Every one of the grammar, as text."""
        return re.findall(r'"(?:match|begin|end)":\s*"((?:[^"\\]|\\.)*)"', json.dumps(self.raw))

    def tokens(self, line):
        """(begin, end, scopes) of a line, without gaps. No scope of ours reaches over a line end."""
        out = []
        stack = []  # rules with begin and end
        at = 0
        while at <= len(line):
            rules = stack[-1]["patterns"] if stack else self.root
            best = None
            if stack and (end := stack[-1]["end"].search(line, at)):
                best = (end.start(), -1, end, None)
            for order, rule in enumerate(rules):
                found = (rule.get("match") or rule["begin"]).search(line, at)
                if found and (best is None or found.start() < best[0]):
                    best = (found.start(), order, found, rule)
            outer = [rule["name"] for rule in stack if rule["name"]]
            if best is None:
                add(out, at, len(line), outer)
                break
            begin, _, found, rule = best
            add(out, at, begin, outer)
            if rule is None:
                add(out, begin, found.end(), outer)
                stack.pop()
            elif "begin" in rule:
                add(out, begin, found.end(), outer + [rule["name"]])
                stack.append(rule)
            else:
                add_captures(out, found, outer + ([rule["name"]] if rule["name"] else []), rule["captures"])
            if found.end() == begin and begin >= len(line):
                break
            at = max(found.end(), begin + (1 if found.end() == begin else 0))
        return out


def add(out, begin, end, scopes):
    if end > begin:
        out.append((begin, end, scopes))


def add_captures(out, found, scopes, captures):
    at = found.start()
    for number in sorted(captures, key=int):
        begin, end = found.span(int(number))
        if begin < 0:
            continue
        add(out, at, begin, scopes)
        add(out, begin, end, scopes + [captures[number]["name"]])
        at = end
    add(out, at, found.end(), scopes)
