"""The text that a command is about: words of the command line, a file, or standard input."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .errors import InputError

if TYPE_CHECKING:
    from typing import BinaryIO


def read_question(text: tuple[str, ...], file: str | None) -> str:
    """Read the text from where it was given.

    Raises:
        InputError: It was given twice, cannot be read or is empty.
        UsageError: It was not given, and standard input is a terminal.
    """
    if (text and file) or ("-" in text and text != ("-",)):
        raise InputError("give the text once: as words, with --file, or on standard input.")
    if file is not None:
        question = read_file(file)
    elif text and text != ("-",):
        question = " ".join(text)
    elif sys.stdin.isatty() and not text:
        raise click.UsageError("What went wrong? Give a text, --file PATH, or pipe a log into it.")
    else:
        question = _read(sys.stdin.buffer)
    if not question.strip():
        raise InputError("the text is empty. Describe what went wrong, or paste the last lines of the log.")
    return question


def read_file(path: str) -> str:
    """Read a file of any size and encoding as text.

    Raises:
        InputError: It cannot be read.
    """
    try:
        with open(path, "rb") as stream:
            return _read(stream)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error


def _read(stream: BinaryIO) -> str:
    from .intake import read_text  # words of the command line need none of it

    return read_text(stream)
