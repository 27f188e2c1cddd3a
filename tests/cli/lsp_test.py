#!/usr/bin/env python3
"""dedesign lsp as an editor runs it: a process on two pipes."""
import json
import os
import pathlib
import queue
import subprocess
import threading
import unittest

from cli import BINARY, CliTest, SCENARIO, TODAY, clean_environment

SMILE = "\U0001F600"


class Client:
    """A client of a few lines: frames what it sends, reads what comes in a thread of its own."""

    def __init__(self, *options, capabilities=None):
        self.process = subprocess.Popen([BINARY, "lsp", "--today", TODAY, *options], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment())
        self.answers, self.published, self.serial = {}, queue.Queue(), 0
        self.inbox = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()
        if capabilities is not None:
            self.server = self.ask("initialize", processId=os.getpid(), rootUri=None, capabilities=capabilities)
            self.tell("initialized")

    def read(self):
        out = self.process.stdout
        while line := out.readline():
            length = int(line.removeprefix(b"Content-Length: "))
            assert out.readline() == b"\r\n"
            self.inbox.put(json.loads(out.read(length)))
        self.inbox.put(None)

    def write(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode()
        self.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def tell(self, method, **params):
        self.send({"method": method, "params": params})

    def receive(self):
        message = self.inbox.get(timeout=60)
        if message and message.get("method") == "textDocument/publishDiagnostics":
            self.published.put(message["params"])
        return message

    def ask(self, method, **params):
        self.serial += 1
        self.send({"id": self.serial, "method": method, "params": params})
        while (message := self.receive()).get("id") != self.serial:
            pass
        return message["result"] if "result" in message else message["error"]

    def diagnostics(self):
        while self.published.empty():
            self.receive()
        return self.published.get()

    def end(self, polite=True):
        if polite:
            self.ask("shutdown")
        self.tell("exit")
        return self.status()

    def status(self):
        self.process.stdin.close()
        status = self.process.wait(timeout=60)
        self.errors = self.process.stderr.read().decode()
        self.process.stderr.close()
        while self.inbox.get(timeout=60) is not None:
            pass
        self.process.stdout.close()
        return status


def place(line, character):
    return {"line": line, "character": character}


class Lsp(CliTest):
    def open(self, text, name="design.yaml", **capabilities):
        path = self.write(name, text)
        client = Client("--stdio", capabilities=capabilities)
        self.uri = path.as_uri()
        client.tell("textDocument/didOpen", textDocument={"uri": self.uri, "languageId": "yaml", "version": 1,
                                                          "text": text})
        return client

    def codes(self, client):
        return [one.get("code") for one in client.diagnostics()["diagnostics"]]

    def change(self, client, version, *changes):
        client.tell("textDocument/didChange", textDocument={"uri": self.uri, "version": version},
                    contentChanges=list(changes))

    def test_the_reference_answer_has_nothing_to_mend(self):
        client = self.open((SCENARIO / "reference.yaml").read_text())
        self.assertEqual([one for one in client.diagnostics()["diagnostics"] if one["severity"] == 1], [])
        self.assertEqual(client.server["capabilities"]["positionEncoding"], "utf-16")
        self.assertEqual(client.end(), 0)
        self.assertEqual(client.errors, "")

    def test_places_are_utf16_and_fixes_apply(self):
        text = f'dedesign: 1\ntitle: "{SMILE}"\nscope: {{"{SMILE}": 1, volme: {{average: 35k/s}}}}\n'
        client = self.open(text)
        found = client.diagnostics()
        self.assertEqual(found["version"], 1)
        misspelt = next(one for one in found["diagnostics"] if "volme" in one["message"])
        self.assertEqual(misspelt["range"], {"start": place(2, 17), "end": place(2, 22)})
        self.assertEqual(misspelt["codeDescription"]["href"], f"man:dedesign-rules(7)#{misspelt['code']}")
        actions = client.ask("textDocument/codeAction", textDocument={"uri": self.uri}, range=misspelt["range"],
                             context={"diagnostics": []})
        edits = actions[0]["edit"]["changes"][self.uri]
        self.assertTrue(actions[0]["isPreferred"])
        self.change(client, 2, *({"range": edit["range"], "text": edit["newText"]} for edit in edits))
        self.assertFalse([one for one in client.diagnostics()["diagnostics"] if "volme" in one["message"]])
        self.assertEqual(client.end(), 0)

    def test_places_are_bytes_where_the_client_wants_that(self):
        client = self.open(f'dedesign: 1\nscope: {{"{SMILE}": 1, volme: {{average: 35k/s}}}}\n',
                           general={"positionEncodings": ["utf-8", "utf-16"]})
        self.assertEqual(client.server["capabilities"]["positionEncoding"], "utf-8")
        misspelt = next(one for one in client.diagnostics()["diagnostics"] if "volme" in one["message"])
        self.assertEqual(misspelt["range"]["start"], place(1, 19))
        self.assertEqual(client.end(), 0)

    def test_typing(self):
        client = self.open("dedesign: 1\n")
        self.codes(client)
        text = "scope:\n  volume: {average: 35k/s}\n"
        for number, letter in enumerate(text):
            line = text[:number].count("\n")
            at = place(1 + line, number - (text.rfind("\n", 0, number) + 1))
            self.change(client, 2 + number, {"range": {"start": at, "end": at}, "text": letter})
        while (last := client.diagnostics())["version"] != 1 + len(text):
            pass
        self.assertIn("S104", [one["code"] for one in last["diagnostics"]])
        self.change(client, 100, {"text": "dedesign: 1\nscope: {\n"})
        self.assertEqual(self.codes(client), ["F001"])
        client.tell("textDocument/didClose", textDocument={"uri": self.uri})
        self.assertEqual(client.diagnostics()["diagnostics"], [])
        self.assertEqual(client.end(), 0)

    def test_where_a_finding_comes_from(self):
        text = (SCENARIO / "reference.yaml").read_text().replace("by: [day(event_time)]", "by: [campaign_id, hour(event_time)]", 1)
        client = self.open(text)
        related = [one for one in client.diagnostics()["diagnostics"] if "relatedInformation" in one]
        self.assertTrue(related)
        self.assertEqual(related[0]["relatedInformation"][0]["location"]["uri"], self.uri)
        self.assertEqual(client.end(), 0)

    def test_unsafe_fixes_say_so(self):
        text = (SCENARIO / "reference.yaml").read_text().replace("by: [day(event_time)]", "by: [campaign_id, hour(event_time)]", 1)
        client = self.open(text)
        client.diagnostics()
        actions = client.ask("textDocument/codeAction", textDocument={"uri": self.uri}, context={"diagnostics": []},
                             range={"start": place(0, 0), "end": place(9999, 0)})
        unsafe = [one for one in actions if not one["isPreferred"]]
        self.assertTrue(unsafe)
        self.assertTrue(all(one["title"].endswith("(changes the design)") for one in unsafe))
        none = client.ask("textDocument/codeAction", textDocument={"uri": self.uri},
                          context={"diagnostics": [], "only": ["refactor"]},
                          range={"start": place(0, 0), "end": place(9999, 0)})
        self.assertEqual(none, [])
        self.assertEqual(client.end(), 0)

    def test_hover_and_completion(self):
        client = self.open("dedesign: 1\nmodel:\n  pipelines:\n    clicks:\n      mode: stream\n      wri\n",
                           textDocument={"hover": {"contentFormat": ["plaintext"]}})
        document = {"uri": self.uri}
        hover = client.ask("textDocument/hover", textDocument=document, position=place(4, 8))
        self.assertEqual(hover["contents"]["kind"], "plaintext")
        self.assertIn("model.pipelines.clicks.mode", hover["contents"]["value"])
        self.assertEqual(hover["range"]["start"], place(4, 6))
        labels = [one["label"] for one in client.ask("textDocument/completion", textDocument=document,
                                                     position=place(5, 9))["items"]]
        self.assertIn("write", labels)
        self.assertNotIn("mode", labels)
        self.assertEqual(client.end(), 0)
        client = self.open("dedesign: 1\nscope:\n  timezone: Europe/\n")
        zones = client.ask("textDocument/completion", textDocument={"uri": self.uri}, position=place(2, 19))["items"]
        self.assertIn("Europe/Berlin", [one["label"] for one in zones])
        self.assertEqual(client.end(), 0)

    def test_designs_in_a_markdown_document(self):
        text = (f"# Ads {SMILE}\n\n```dedesign\ndedesign: 1\nscope: {{volme: {{average: 35k/s}}}}\n```\n\n"
                "> ```dedesign\n> dedesign: 1\n> model: {tables: {t: {rol: raw}}}\n> ```\n\nscope: {volme: 1}\n")
        client = self.open(text, "design.md")
        found = {one["message"].split("`")[1]: one for one in client.diagnostics()["diagnostics"]
                 if one.get("code") == "F002"}
        self.assertEqual(found["volme"]["range"], {"start": place(4, 8), "end": place(4, 13)})
        self.assertEqual(found["rol"]["range"], {"start": place(9, 23), "end": place(9, 26)})
        self.assertEqual(len(found), 2)
        # A fix goes where it can be put in as it is; lines of a quotation want their mark.
        titles = [[one["title"] for one in client.ask("textDocument/codeAction", textDocument={"uri": self.uri},
                                                      range=one["range"], context={"diagnostics": []})]
                  for one in (found["volme"], found["rol"])]
        self.assertEqual(titles, [["F002: write volume"], []])
        at = {"textDocument": {"uri": self.uri}}
        hover = client.ask("textDocument/hover", **at, position=place(4, 17))
        self.assertEqual(hover, None)  # below a key that is none
        offered = client.ask("textDocument/completion", **at, position=place(4, 8))
        self.assertIn("volume", [one["label"] for one in offered["items"]])
        self.assertEqual(offered["items"][0]["textEdit"]["range"]["start"], place(4, 8))
        self.assertIn("scope", client.ask("textDocument/hover", **at, position=place(4, 1))["contents"]["value"])
        for outside in (place(0, 2), place(12, 9)):
            self.assertEqual(client.ask("textDocument/hover", **at, position=outside), None)
            self.assertEqual(client.ask("textDocument/completion", **at, position=outside)["items"], [])
        # What is typed into the document moves the blocks.
        self.change(client, 2, {"range": {"start": place(0, 0), "end": place(0, 0)}, "text": "\n"})
        moved = [one for one in client.diagnostics()["diagnostics"] if "volme" in one["message"]]
        self.assertEqual(moved[0]["range"]["start"], place(5, 8))
        self.assertEqual(client.end(), 0)

    def test_settings_beside_the_design(self):
        self.write(".dedesign.yaml", "facts: {capacity.min_headroom: 3}\n")
        client = self.open((SCENARIO / "reference.yaml").read_text())
        self.assertIn("M243", self.codes(client))
        self.write(".dedesign.yaml", "facts: {nonsense: 3}\n")
        client.tell("textDocument/didSave", textDocument={"uri": self.uri})
        said = client.diagnostics()["diagnostics"]
        self.assertEqual(len(said), 1)
        self.assertIn(".dedesign.yaml:1:9: `nonsense` is no fact", said[0]["message"])
        self.assertEqual(client.end(), 0)

    def test_the_end(self):
        self.assertEqual(Client(capabilities={}).end(polite=False), 1)
        client = Client(capabilities={})
        self.assertEqual(client.status(), 1)
        client = Client(capabilities={})
        client.ask("shutdown")
        self.assertEqual(client.status(), 0)

    def test_streams_that_are_none(self):
        for data, why in ((b"GET / HTTP/1.1\r\n\r\n", "is no header"), (b"x" * 20000, "longer than 8192"),
                          (b"Content-Length: 99999999999\r\n\r\n", "too long"),
                          (b"Content-Length: 10\r\n\r\n{}", "inside of a message")):
            client = Client()
            try:
                client.write(data)
            except BrokenPipeError:
                pass
            self.assertEqual(client.status(), 2)
            self.assertIn(why, client.errors)

    def test_messages_that_are_none_are_answered(self):
        client = Client(capabilities={})
        for body, code in ((b"{", -32700), (b"[1]", -32600), (b'"\xff"', -32700),
                           (b'{"id": 77, "method": "no/such"}', -32601)):
            client.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            self.assertEqual(client.receive()["error"]["code"], code)
        client.tell("$/cancelRequest", id=77)
        client.tell("$/setTrace", value="verbose")
        self.assertEqual(client.end(), 0)


if __name__ == "__main__":
    unittest.main()
