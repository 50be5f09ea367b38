"""What the checks of .ci promise: each forbidden thing is found at its place, and what is allowed passes.

Every case is a tree of a few files in a scratch folder, given to the real check with its real table.
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CI = pathlib.Path(__file__).resolve().parents[2] / ".ci"

FORBIDDEN_INCLUDES = (  # file, its include line, what the check says
    ("engine/base/money.h", '#include "engine/metro2/field.h"', "base may not include metro2"),
    ("engine/metro2/writer.cpp", '#include "engine/delinquency/ledger.h"', "metro2 may not include delinquency"),
    ("dsl/check.cpp", '#include "engine/evaluate/machine.h"', "dsl may not include evaluate"),
    ("connectors/recorded.cpp", '#include "engine/metro2/record.h"', "connectors may not include metro2"),
    ("dsl/lsp/server.cpp", '#include "engine/config/tenant.h"', "lsp may not include config"),
    ("engine/pipeline/run.cpp", '#include "engine/cli/render.h"', "pipeline may not include cli"),
    ("engine/evaluate/machine.cpp", '#include "engine/delinquency/internal/replay.h"', "is private to delinquency"),
    ("engine/metro2/record.h", '#include "tests/support/golden.h"', "metro2 may not include tests"),
    ("engine/base/text.cpp", '#include "text.h"', "does not start at the top of the project"),
    # third-party libraries, each behind its door
    ("engine/metro2/convert.cpp", "#include <rapidjson/document.h>", "is behind a door"),
    ("dsl/check.cpp", "#include <tao/pegtl.hpp>", "is behind a door"),
    ("dsl/check.cpp", '#include "dsl/grammar.h"', "is behind a door"),
    ("dsl/workspace.cpp", "#include <yaml-cpp/yaml.h>", "is behind a door"),
    ("engine/base/text.cpp", "#include <spdlog/spdlog.h>", "is behind a door"),
    ("engine/base/file.cpp", "#include <nettle/sha2.h>", "is behind a door"),
    ("engine/base/date.cpp", "#  include <date/tz.h>", "is behind a door"),
    ("engine/pipeline/run.cpp", "#include <CLI/CLI.hpp>", "is behind a door"),
    ("engine/base/text.cpp", "#include <boost/algorithm/string.hpp>", "has no door"),
    # the world outside
    ("engine/evaluate/machine.cpp", "#include <random>", "is behind a door"),
    ("engine/write/bureau_file.cpp", "#include <fcntl.h>", "is behind a door"),
    ("engine/pipeline/run.cpp", "#include <chrono>", "is behind a door"),
    ("engine/base/codes.def", '#include "dsl/ast.h"', "base may not include dsl"),
)
ALLOWED_INCLUDES = (
    ("engine/base/json.cpp", "#include <rapidjson/document.h>"),
    ("engine/metro2/field.h", '#include "engine/base/date.h"'),
    ("engine/metro2/reader.cpp", "#include <fmt/format.h>"),
    ("engine/cli/main.cpp", "#include <CLI/CLI.hpp>"),
    ("engine/delinquency/allocation.cpp", '#include "engine/delinquency/internal/replay.h"'),
    ("tests/unit/engine/metro2/exact_test.cpp", '#include "engine/metro2/internal/exact.h"'),
    ("dsl/check.cpp", '// #include "engine/evaluate/machine.h"'),
)
FORBIDDEN_TEXT = (  # file, its text, what the check says; halves are put together so that this file passes itself
    ("engine/base/text.cpp", "// TO" "DO: fold Greek", "unfinished work"),
    ("docs/index.md", "see ../" "shared", "a folder outside the project"),
    ("engine/base/date.h", "// #pragma once, see LANGUAGE" " 9.13", "a paper that is not in the project"),
    ("README.md", "cd /" "home/maria/metro2", "a path of one machine"),
    ("engine/base/text.h", "int x;", "a header without #pragma once"),
    ("scripts/run.sh", "true", "the top level holds scripts"),
)


def run_check(name, files):
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            file = pathlib.Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text + "\n", encoding="utf-8")
        return subprocess.run([sys.executable, CI / name, folder], capture_output=True, text=True, check=False)


class LayerCheck(unittest.TestCase):
    def test_a_forbidden_include_is_refused_at_its_line(self):
        for path, include, says in FORBIDDEN_INCLUDES:
            with self.subTest(path=path, include=include):
                result = run_check("check-layers", {path: "#include <string>\n" + include})
                self.assertEqual(result.returncode, 1, result.stdout)
                self.assertIn(f"{path}:2: ", result.stdout)
                self.assertIn(says, result.stdout)
                self.assertIn("1 forbidden", result.stdout)

    def test_an_allowed_include_passes(self):
        for path, include in ALLOWED_INCLUDES:
            with self.subTest(path=path, include=include):
                result = run_check("check-layers", {path: include})
                self.assertEqual(result.returncode, 0, result.stdout)

    def test_a_file_outside_every_layer_is_refused(self):
        result = run_check("check-layers", {"engine/stray.cpp": "int main() {}"})
        self.assertIn("engine/stray.cpp:1: the file is in no layer", result.stdout)
        self.assertEqual(result.returncode, 1)


class TreeCheck(unittest.TestCase):
    def test_what_may_not_stand_in_the_project_is_found(self):
        for path, text, says in FORBIDDEN_TEXT:
            with self.subTest(path=path):
                result = run_check("check-tree", {path: text})
                self.assertEqual(result.returncode, 1, result.stdout)
                self.assertIn(f"{path}:1: ", result.stdout)
                self.assertIn(says, result.stdout)

    def test_recorded_data_may_say_anything(self):
        result = run_check("check-tree", {"presets/entrata/fixtures/lease.json": '"TO' 'DO: call back"'})
        self.assertEqual(result.returncode, 0, result.stdout)


if __name__ == "__main__":
    unittest.main()
