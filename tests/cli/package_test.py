#!/usr/bin/env python3
"""The Debian package: made by CPack, judged by lintian, installed and removed below a root of its own. Needs
DEDESIGN_BUILD; skipped for a build with sanitizers, and where the tools of Debian are missing."""
import gzip
import os
import pathlib
import re
import shutil
import subprocess
import unittest

from cli import CliTest, ROOT, SCENARIO, TODAY, clean_environment

BUILD = pathlib.Path(os.environ.get("DEDESIGN_BUILD", ROOT / "build/release"))
TOOLS = ("cpack", "dpkg", "dpkg-deb", "dpkg-shlibdeps", "fakeroot")
PATH = f"{os.environ['PATH']}:/usr/sbin:/sbin"


def is_plain_build():
    cache = (BUILD / "CMakeCache.txt").read_text()
    return re.search(r"^DEDESIGN_SANITIZE:\w+=$", cache, re.M) is not None


@unittest.skipUnless(all(map(shutil.which, TOOLS)), f"needs {', '.join(TOOLS)}")
@unittest.skipUnless(is_plain_build(), "a build with sanitizers is not packaged")
class Package(CliTest):
    def command(self, *words, **more):
        result = subprocess.run(list(map(str, words)), capture_output=True, text=True, timeout=300,
                                env=clean_environment(PATH=PATH), **more)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout

    def make(self):
        self.command("cmake", "--build", BUILD, "--target", "package_files")
        self.command("cpack", "-G", "DEB", "--config", BUILD / "CPackConfig.cmake", "-B", self.folder / "out")
        return next((self.folder / "out").glob("*.deb"))

    def test_as_a_user_would(self):
        package = self.make()
        self.assertRegex(package.name, r"^dedesign_[0-9.]+-1_\w+\.deb$")
        self.check_control(self.command("dpkg-deb", "--field", package))
        if shutil.which("lintian"):
            said = self.command("lintian", "--allow-root", "--fail-on", "error,warning", package)
            self.assertNotRegex(said, re.compile("^[EW]:", re.M))
        root = self.folder / "root"
        self.check_files(package, root)
        self.install_and_remove(package, self.folder / "system")

    def check_control(self, control):
        for line in (r"^Package: dedesign$", r"^Section: utils$", r"^Depends: .*libc6 \(>= ", r"^Maintainer: \S",
                     r"^Description: checks the design of a data platform\n The answer"):
            self.assertRegex(control, re.compile(line, re.M))

    def check_files(self, package, root):
        self.command("dpkg-deb", "-x", package, root)
        program = root / "usr/bin/dedesign"
        self.command(program, "lint", SCENARIO / "reference.yaml", "--today", TODAY)
        self.assertEqual(self.command("mandoc", "-T", "utf8", root / "usr/share/man/man1/dedesign.1.gz")[:8], "DEDESIGN")
        docs = root / "usr/share/doc/dedesign"
        self.assertIn("the dedesign authors", (docs / "copyright").read_text())
        version = self.command(program, "--version").split()[1]
        with gzip.open(docs / "changelog.Debian.gz", "rt") as changelog:
            self.assertTrue(changelog.read().startswith(f"dedesign ({version}-1)"))
        for path in root.rglob("*"):
            self.assertEqual(path.stat().st_mode & 0o022, 0, path)

    def install_and_remove(self, package, system):
        """With dpkg's own database below another root; what it depends on is on the machine already."""
        (system / "var/lib/dpkg/info").mkdir(parents=True)
        (system / "var/lib/dpkg/updates").mkdir()
        (system / "var/lib/dpkg/status").touch()
        dpkg = ("fakeroot", "dpkg", f"--root={system}", "--force-depends", "--force-not-root", "--log=/dev/null",
                "--force-script-chrootless")
        self.command(*dpkg, "--install", package)
        self.assertTrue((system / "usr/bin/dedesign").is_file())
        self.assertIn("ok installed", (system / "var/lib/dpkg/status").read_text())
        self.command(*dpkg, "--purge", "dedesign")
        left = [path for path in (system / "usr").rglob("*") if path.is_file()] if (system / "usr").exists() else []
        self.assertEqual(left, [])


if __name__ == "__main__":
    unittest.main()
