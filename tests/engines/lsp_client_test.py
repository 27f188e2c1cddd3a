#!/usr/bin/env python3
"""dedesign lsp under a client that is not ours: the one of pygls, with lsprotocol's types, which refuses what the
protocol does not allow. Usage: lsp_client_test.py DEDESIGN"""
import asyncio
import pathlib
import sys
import tempfile

from lsprotocol import types
from pygls.lsp.client import BaseLanguageClient

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SMILE = "\U0001F600"
TEXT = f'dedesign: 1\nscope:\n  # {SMILE}\n  x: {{"{SMILE}": 1}}\n  volme: {{average: 35k/s}}\nmodel:\n  pipelines:\n    p:\n      mode: \n'


class Client(BaseLanguageClient):
    """Remembers how the server ended."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.ended, self.status = asyncio.Event(), None

    async def server_exit(self, server):
        self.status = server.returncode
        self.ended.set()


class Editor:
    """A document in an editor of few words."""

    def __init__(self, client, path, text):
        self.client, self.uri, self.text, self.version = client, path.as_uri(), text, 1
        self.document = types.TextDocumentIdentifier(uri=self.uri)
        self.found = asyncio.Queue()

    def open(self):
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(
            types.TextDocumentItem(self.uri, "yaml", self.version, self.text)))

    def change(self, *changes):
        self.version += 1
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(uri=self.uri, version=self.version), changes))

    async def diagnostics(self):
        """Of the version that stands here."""
        while (found := await asyncio.wait_for(self.found.get(), 30)).version != self.version:
            pass
        return found.diagnostics


def expect(condition, what):
    if not condition:
        raise SystemExit(f"engines: the language server under pygls: {what}")


async def talk(program, folder):
    client = Client("dedesign-test", "1")
    editor = Editor(client, folder / f"d\u00e9sign {SMILE}.yaml", TEXT)

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def on_diagnostics(params):
        editor.found.put_nowait(params)

    await client.start_io(program, "lsp", "--stdio")
    answer = await client.initialize_async(types.InitializeParams(capabilities=types.ClientCapabilities()))
    expect(answer.capabilities.position_encoding == types.PositionEncodingKind.Utf16, "the encoding is UTF-16")
    client.initialized(types.InitializedParams())
    editor.open()
    found = [one for one in await editor.diagnostics() if "volme" in one.message]
    expect(found and found[0].range.start == types.Position(4, 2), f"a misspelt key is found at its place: {found}")
    actions = await client.text_document_code_action_async(types.CodeActionParams(
        editor.document, found[0].range, types.CodeActionContext([])))
    edits = actions[0].edit.changes[editor.uri]
    expect([edit.new_text for edit in edits] == ["volume"], "its fix is offered")
    editor.change(*(types.TextDocumentContentChangePartial(text=edit.new_text, range=edit.range) for edit in edits))
    expect(not [one for one in await editor.diagnostics() if "volme" in one.message], "the fix mends it")
    hover = await client.text_document_hover_async(types.HoverParams(editor.document, types.Position(4, 12)))
    expect("scope.volume.average" in hover.contents.value, "hover explains the field")
    words = await client.text_document_completion_async(types.CompletionParams(editor.document, types.Position(8, 12)))
    expect([item.label for item in words.items] == ["stream", "micro_batch", "batch"], "completion knows the words")
    editor.change(types.TextDocumentContentChangeWholeDocument(text="dedesign: 1\nscope: {\n"))
    expect([one.code for one in await editor.diagnostics()] == ["F001"], "a text that does not parse has one finding")
    client.text_document_did_close(types.DidCloseTextDocumentParams(editor.document))
    await client.shutdown_async(None)
    client.exit(None)
    await asyncio.wait_for(client.ended.wait(), 30)
    expect(client.status == 0, f"it ends with status 0, not {client.status}")
    await client.stop()


def main():
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(talk(sys.argv[1], pathlib.Path(folder)))
    print("engines: the language server holds under the client of pygls")


if __name__ == "__main__":
    main()
