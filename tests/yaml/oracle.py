#!/usr/bin/env python3
"""Compares the reader with PyYAML on generated documents: values, structure and the end of every scalar.

usage: oracle.py DUMP_PROGRAM [DOCUMENTS] [SEED]

Exit 0: all agree. Exit 77 (skipped): PyYAML is not installed.
"""

import json
import random
import re
import subprocess
import sys

try:
    import yaml
except ImportError:
    sys.exit(77)

WORDS = ["a", "key", "volume", "é", "日本", "😀x", "user_id", "two words", "x-y", "a:b", "a#b", "1", "0.5",
         "450 B", "true", "no", "null", "~", "3B/day", "-1", "http://x/y?z=1", "it's", 'say "hi"', "2027-06-30"]
FLOW_SAFE = [w for w in WORDS if not set(w) & set("[]{},?:#\"'")]
QUOTED = ["", " ", "a", "x: y", "# no", "é日😀", "[", "- a", "{}", "%", "tab\there", "two\nlines", "\u0085\u00a0"]


class Writer:
    """Writes a random document; `random` is the only source of choice."""

    def __init__(self, rng):
        self.rng = rng
        self.anchors = 0
        self.known = []

    def pick(self, *choices):
        return self.rng.choice(choices)

    def chance(self, share):
        return self.rng.random() < share

    def quoted(self):
        text = self.rng.choice(QUOTED)
        if "\n" not in text and "\t" not in text and "\x85" not in text and self.chance(0.5):
            return "'" + text.replace("'", "''") + "'"
        escaped = json.dumps(text, ensure_ascii=False).replace("\x85", "\\N").replace("\xa0", "\\_")
        return escaped.replace("é", self.pick("é", "\\xe9", "\\u00e9", "\\U000000e9"))

    def folded_quoted(self, indent):
        quote = self.pick('"', "'")
        gap = "\n" * self.pick(1, 1, 2, 3)
        return f"{quote}first{self.pick('', ' ')}{gap}{' ' * (indent + 1)}second é{quote}"

    def plain(self, flow):
        return self.rng.choice(FLOW_SAFE if flow else WORDS[:4] + WORDS[4:])

    def scalar(self, indent, flow):
        draw = self.rng.random()
        if draw < 0.55:
            return self.plain(flow)
        if draw < 0.8 or indent < 0:
            return self.quoted()
        return self.folded_quoted(indent)

    def long_plain(self, indent):
        return "first part" + "\n" * self.pick(1, 2) + " " * (indent + 1 + self.pick(0, 3)) + "sécond part"

    def block_scalar(self, indent):
        inner = indent + self.pick(1, 2, 4)
        digit = str(inner - max(indent, 0)) if self.chance(0.2) and inner > max(indent, 0) else ""
        head = self.pick("|", ">") + digit + self.pick("", "", "-", "+")
        if self.chance(0.2):
            head += "  # why"
        lines = [self.pick("text", "é # not a comment", "key: value", "- x", "", "  more", "日 ") for _ in range(3)]
        if not digit:
            lines[0] = "text"
        body = "".join("\n" + (" " * inner + line if line.strip() else "") for line in lines)
        return head + body + "\n" * self.pick(0, 0, 1, 2)

    def anchored(self, write):
        """What `write` gives, with an anchor in front now and then; aliases may name it only afterwards."""
        if not self.chance(0.08):
            return write()
        self.anchors += 1
        name = f"n{self.anchors}"
        text = write()
        self.known.append(name)
        return f"&{name}" + ("" if text.startswith("\n") else " ") + text.lstrip(" ")

    def flow(self, depth):
        gap = self.pick("", " ", "\n          ")
        items = []
        for number in range(self.rng.randrange(4)):
            value = self.flow(depth - 1) if depth > 0 and self.chance(0.3) else self.scalar(-1, True)
            items.append((f"k{number}", value))
        if self.chance(0.5):
            body = ("," + self.pick("", " ", gap)).join(value for _, value in items)
            return "[" + gap + body + gap + "]"
        body = ("," + gap).join(f"{self.pick(key, repr(key))}: {value}" for key, value in items)
        return "{" + gap + body + self.pick("", ",") * bool(items) + gap + "}"

    def tail(self):
        return self.pick("", "", "", "  # note é", " ", "\n", "\n\n# alone\n", "\n    # deep")

    def inline(self, indent):
        """A value on the line of its key or dash; the text before it ends with a blank or is empty."""
        draw = self.rng.random()
        if draw < 0.06:
            return ""
        if draw < 0.1 and self.known:
            return " *" + self.rng.choice(self.known)
        if draw < 0.2:
            return " " + self.block_scalar(indent)
        if draw < 0.35:
            return " " + self.anchored(lambda: self.flow(2)) + self.tail()
        if draw < 0.4:
            return " !!str " + self.plain(False) + self.tail()
        # yaml-cpp refuses a plain text that goes over lines after an anchor, so it comes without.
        if draw < 0.5:
            return " " + self.long_plain(indent) + self.tail()
        return self.pick(" ", "  ") + self.anchored(lambda: self.scalar(indent, False)) + self.tail()

    def mapping(self, indent, depth):
        lines = []
        for number in range(self.rng.randrange(1, 5)):
            key = self.pick(f"k{number}", f"k{number}", f'"q {number}"', f"clé {number}", f"'s{number}'")
            lines.append(" " * indent + key + self.pick("", "", " ") + ":" + self.value(indent, depth, True))
        return "\n".join(lines)

    def sequence(self, indent, depth):
        return "\n".join(" " * indent + "-" + self.value(indent, depth, False)
                         for _ in range(self.rng.randrange(1, 4)))

    def value(self, indent, depth, of_key):
        if depth == 0 or self.chance(0.55):
            return self.inline(indent)
        deeper = indent + self.pick(1, 2, 4)
        if not of_key and self.chance(0.3):
            return " " + self.mapping(indent + 2, depth - 1).lstrip(" ")
        return " " + self.anchored(lambda: self.below(indent, deeper, depth, of_key))

    def below(self, indent, deeper, depth, of_key):
        """A collection on the lines below its key or dash."""
        head = self.pick("", "", " # note") + "\n"
        if self.chance(0.5):
            return head + self.mapping(deeper, depth - 1)
        return head + self.sequence(indent if of_key and self.chance(0.4) else deeper, depth - 1)

    def document(self):
        body = self.pick(self.mapping, self.mapping, self.sequence)(0, 3)
        head = self.pick("", "", "", "# head\n", "---\n", "%YAML 1.2\n---\n", "\n")
        text = head + body + self.pick("", "\n", "\n# end", "\n...\n", "\n\n")
        if self.chance(0.3):
            text = text.replace("\n", "\r\n")
        return self.pick("", "", "", "", "\ufeff") + text


def mutate(rng, text):
    at = rng.randrange(len(text) + 1)
    if rng.random() < 0.5:
        return text[:at] + text[at + 1:]
    return text[:at] + rng.choice(list(":-#,[]{}\"'&*!|>%? \n") + ["  ", ": ", "---\n"]) + text[at:]


def run(program, texts):
    data = b"".join(b"%d\n%s" % (len(t), t) for t in texts)
    done = subprocess.run([program], input=data, stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


class Offsets:
    """Byte offsets of code points, which is what PyYAML counts; the byte order mark is one."""

    def __init__(self, text):
        self.length = len(text)
        self.at = [0]
        for c in text:
            self.at.append(self.at[-1] + len(c.encode()))

    def byte(self, index):
        return self.at[min(index, self.length)]


def expect(condition, what):
    if not condition:
        raise AssertionError(what)


def compare_scalar(node, tree, data, offsets, aliased):
    expect("text" in tree, "not a scalar")
    expect(tree["text"] == node.value, f"{tree['text']!r} instead of {node.value!r}")
    if aliased or tree["aliased"]:
        return
    end = offsets.byte(node.end_mark.index)
    if tree["absent"]:
        expect(re.sub(rb"#.*", b"", data[tree["end"]:end]).strip() == b"", f"absent at {tree['end']}, not {end}")
        return
    if node.style in ("|", ">"):
        ours = data[: tree["end"]].rstrip()
        theirs = data[:end].rstrip()
        if node.value.strip():
            expect(ours == theirs, f"block scalar ends at {len(ours)}, not {len(theirs)}")
        return
    expect(tree["end"] == end, f"ends at {tree['end']}, not {end}: {node.value!r}")


def compare(node, tree, data, offsets, seen):
    """Aliases are the same object again in PyYAML's tree, and copies in ours."""
    aliased = id(node) in seen
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        compare_scalar(node, tree, data, offsets, aliased)
    elif isinstance(node, yaml.SequenceNode):
        expect("seq" in tree and len(tree["seq"]) == len(node.value), "another sequence")
        for theirs, ours in zip(node.value, tree["seq"]):
            compare(theirs, ours, data, offsets, seen)
    else:
        expect("map" in tree and len(tree["map"]) == 2 * len(node.value), "another mapping")
        flat = [part for pair in node.value for part in pair]
        for theirs, ours in zip(flat, tree["map"]):
            compare(theirs, ours, data, offsets, seen)


def compose(text):
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader), None
    except yaml.YAMLError as error:
        return None, error


# YAML 1.2 allows what PyYAML, which follows 1.1, does not: anchors of any characters, a plain text that begins
# with a colon inside brackets, `...` after nothing.
ODD_ANCHOR = re.compile(r"[&*]\w*[^\w\s,\[\]{}]", re.ASCII)
ALLOWED_BY_12 = ("expected the node content, but found ':'", "expected the node content, but found '<document end>'",
                 "expected ',' or '}', but got '?'", "expected ',' or ']', but got '?'")


def check(text, answer, must_be_valid):
    """None if both agree, else what differs. Documents that only we refuse are not compared."""
    node, error = compose(text)
    if must_be_valid and error is not None:
        return None
    if not must_be_valid and ODD_ANCHOR.search(text):
        return None
    if "tree" not in answer:
        return f"refused: {answer['problems']}" if must_be_valid else None
    if error is not None:
        if any(reason in str(error) for reason in ALLOWED_BY_12):
            return None
        return f"accepted, but PyYAML says: {error}"
    if node is None:
        return None if answer["tree"].get("absent") else "a value where PyYAML sees none"
    try:
        data = text.encode()
        compare(node, answer["tree"], data, Offsets(text), set())
    except AssertionError as difference:
        return str(difference)
    return None


def main():
    program = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 7)
    texts = [Writer(rng).document() for _ in range(count)]
    broken = [mutate(rng, text) for text in texts]
    everything = [(t, True) for t in texts] + [(t, False) for t in broken]
    answers = run(program, [t.encode() for t, _ in everything])
    expect(len(answers) == len(everything), "the program stopped early")
    failures = 0
    for (text, valid), answer in zip(everything, answers):
        difference = check(text, answer, valid)
        if difference is not None:
            failures += 1
            if failures <= 10:
                print(f"{text!r}\n  {difference}")
    accepted = sum("tree" in a for a in answers)
    print(f"{len(everything)} documents, {accepted} read, {failures} differences")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
