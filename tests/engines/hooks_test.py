#!/usr/bin/env python3
"""The hooks of .pre-commit-hooks.yaml, run by pre-commit in a repository of its own. Usage: hooks_test.py DEDESIGN"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
REFERENCE = (ROOT / "scenarios/ad-events/reference.yaml").read_text()


def run(*words, cwd, env, status=0):
    result = subprocess.run(list(map(str, words)), cwd=cwd, env=env, capture_output=True, text=True, timeout=120)
    if (result.returncode != 0) != (status != 0):
        raise SystemExit(f"engines: {words}: exit {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout + result.stderr


def repository(folder, files, env):
    folder.mkdir()
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    run("git", "init", "--quiet", ".", cwd=folder, env=env)
    run("git", "add", ".", cwd=folder, env=env)
    run("git", "commit", "--quiet", "--message", "all", cwd=folder, env=env)


def main():
    program = os.path.realpath(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "bin").mkdir()
        shutil.copy(program, folder / "bin/dedesign")
        env = {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "HOME": name, "PRE_COMMIT_HOME": f"{name}/cache",
               "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
        hooks = folder / "hooks"
        repository(hooks, {".pre-commit-hooks.yaml": (ROOT / ".pre-commit-hooks.yaml").read_text()}, env)
        revision = run("git", "rev-parse", "HEAD", cwd=hooks, env=env).strip()
        config = f"repos:\n- repo: {hooks}\n  rev: {revision}\n  hooks: [{{id: dedesign}}, {{id: dedesign-rules}}]\n"
        work = folder / "work"
        rules = (ROOT / "tests/cli/rules/acme.yaml").read_text()
        repository(work, {".pre-commit-config.yaml": config, "design.yaml": REFERENCE, "rules/acme.yaml": rules,
                          "other.yaml": "services: {}\n", ".dedesign.yaml": "facts: {}\n"}, env)
        pre_commit = (sys.executable, "-m", "pre_commit")
        said = run(*pre_commit, "run", "--all-files", cwd=work, env=env)
        if said.count("Passed") != 2:
            raise SystemExit(f"engines: the hooks should pass\n{said}")
        run(*pre_commit, "install", cwd=work, env=env)
        (work / "design.yaml").write_text(REFERENCE.replace("dedesign: 1", "dedesign: 1\nscoop: 1", 1))
        run("git", "add", ".", cwd=work, env=env)
        said = run("git", "commit", "--message", "bad", cwd=work, env=env, status=1)
        if "scoop" not in said:
            raise SystemExit(f"engines: the commit should be refused with the finding\n{said}")
    print("engines: the hooks hold under pre-commit")


if __name__ == "__main__":
    main()
