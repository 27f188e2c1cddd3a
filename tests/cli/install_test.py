#!/usr/bin/env python3
"""cmake --install, and a program that uses the installed package. Needs DEDESIGN_BUILD, the build folder."""
import os
import subprocess
import sys
import unittest

from cli import CliTest, ROOT, clean_environment

BUILD = os.environ.get("DEDESIGN_BUILD", str(ROOT / "build/release"))


class Install(CliTest):
    def test_everything_lands_where_a_distribution_would_put_it(self):
        prefix = self.folder / "usr"
        subprocess.run(["cmake", "--install", BUILD, "--prefix", str(prefix)], check=True, capture_output=True)
        for file in ["bin/dedesign", "share/man/man1/dedesign.1", "share/man/man5/dedesign.yaml.5", "share/man/man5/dedesign-config.5",
                     "share/man/man7/dedesign-rules.7", "share/bash-completion/completions/dedesign",
                     "share/zsh/vendor-completions/_dedesign", "share/fish/vendor_completions.d/dedesign.fish",
                     "share/dedesign/scenarios/ad-events/reference.yaml",
                     "share/dedesign/schemas/findings.schema.json", "share/doc/dedesign/CHANGELOG.md"]:
            self.assertTrue((prefix / file).is_file(), file)
        result = subprocess.run([prefix / "bin/dedesign", "lint", prefix / "share/dedesign/scenarios/ad-events/reference.yaml"],
                                capture_output=True, env=clean_environment())
        self.assertEqual(result.returncode, 0, result.stdout)
        self.use_package(prefix)

    def use_package(self, prefix):
        self.write("CMakeLists.txt", "cmake_minimum_required(VERSION 3.25)\nproject(user CXX)\n"
                   "set(CMAKE_CXX_STANDARD 20)\nfind_package(decide REQUIRED)\n"
                   f"add_executable(user {ROOT}/tests/api/example.cpp)\ntarget_link_libraries(user decide::decide)\n")
        build = self.folder / "build"
        for command in (["cmake", "-S", self.folder, "-B", build, f"-DCMAKE_PREFIX_PATH={prefix}"],
                        ["cmake", "--build", build], [build / "user"]):
            result = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=300)
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("error[S102]", result.stdout)


if __name__ == "__main__":
    unittest.main()
