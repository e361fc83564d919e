"""Makes the bundle, and finds the one to use.

An installed wheel carries its bundle. A checkout, or any other folder of entries, is compiled into the user's cache
under a name that tells the state of its sources: whether a bundle is fresh is whether it exists, and two processes at
once can only write the same bytes under the same name.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from .bundle import FORMAT, Bundle, checksum, open_built_in
from .errors import InputError
from .layers import is_layer, load_layers
from .ranking import FIRST, pack_weights
from .signatures import Template

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .models import Catalogue
    from .ranking import Model

    Folders = str | Path | Sequence[str | Path] | None

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parents[1] / "catalogue"
_LEARNABLE = 1000  # challenges; learning takes time in their square
_TABLES = """
PRAGMA journal_mode = OFF;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (kind TEXT, id TEXT, place INTEGER, area TEXT, title TEXT, fields TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE imagined (id TEXT PRIMARY KEY, wordings TEXT) WITHOUT ROWID;
CREATE TABLE background (part TEXT PRIMARY KEY, texts TEXT) WITHOUT ROWID;
CREATE TABLE fix (id TEXT PRIMARY KEY, title TEXT, fidelity TEXT, effort TEXT, command TEXT) WITHOUT ROWID;
CREATE TABLE name (name TEXT PRIMARY KEY, kind TEXT, id TEXT) WITHOUT ROWID;
CREATE TABLE class (number INTEGER PRIMARY KEY, id TEXT, area TEXT, bias INTEGER);
CREATE TABLE feature (number INTEGER PRIMARY KEY, square INTEGER, weights BLOB);
CREATE TABLE signature (number INTEGER PRIMARY KEY, class INTEGER, template TEXT, weak INTEGER);
CREATE TABLE anchor (word TEXT, signature INTEGER, PRIMARY KEY (word, signature)) WITHOUT ROWID;
"""


def open_bundle(folder: Folders = None) -> Bundle:
    """Open the bundle of a catalogue folder, or of the built-in catalogue, compiling it where it is not fresh.

    Args:
        folder: A folder, or several on top of each other; see `layers`.

    Raises:
        CatalogueError: The folder has problems.
        InputError: The folder is not a catalogue.
    """
    roots = [Path(part) for part in ([folder] if isinstance(folder, str | Path) else folder or ())]
    if not roots and (built_in := open_built_in()):
        return built_in
    roots = roots or [_CHECKOUT]
    cached = _cache_path(roots)
    if not cached.exists():
        catalogue = load_layers(roots, built_in_catalogue)
        if not _keep(catalogue, cached):
            return _in_memory(catalogue)
    return Bundle.open(str(cached))


def checkout_folder() -> Path:
    """Find the folder of the built-in catalogue's sources.

    Raises:
        InputError: This is an installed copy, which has the compiled catalogue only.
    """
    if not _CHECKOUT.is_dir():
        raise InputError("this copy holds the compiled catalogue only. Give the folder to check with --catalogue PATH.")
    return _CHECKOUT


def built_in_catalogue() -> Catalogue:
    """Read the built-in catalogue: of an installed copy from its bundle, of a checkout from its sources."""
    with open_bundle() as bundle:
        return bundle.catalogue()


def write_bundle(catalogue: Catalogue, path: Path) -> None:
    """Write a catalogue and its index as a new file. The same catalogue gives the same bytes."""
    with closing(sqlite3.connect(path)) as rows:
        fill_bundle(rows, catalogue, learn(catalogue))


def fill_bundle(rows: sqlite3.Connection, catalogue: Catalogue, model: Model) -> None:
    """Fill an empty database with a catalogue and the model that ranks its challenges."""
    with rows:
        rows.executescript(_TABLES)
        entries = list(_entries(catalogue))
        rows.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", entries)
        imagined = [
            (c.id, _dump([wording.to_fields() for wording in c.imagined])) for c in catalogue.challenges if c.imagined
        ]
        rows.executemany("INSERT INTO imagined VALUES (?, ?)", imagined)
        background = [(part, _dump(texts)) for part, texts in catalogue.background.to_fields().items()]
        rows.executemany("INSERT INTO background VALUES (?, ?)", background)
        fixes = ((m.id, m.title, m.fidelity, m.effort, m.first_command) for m in catalogue.mitigations)
        rows.executemany("INSERT INTO fix VALUES (?, ?, ?, ?, ?)", fixes)
        rows.executemany("INSERT INTO name VALUES (?, ?, ?)", sorted(_names(catalogue)))
        rows.executemany("INSERT INTO class VALUES (?, ?, ?, ?)", _classes(catalogue, model))
        features = ((number, row.square, pack_weights(row)) for number, row in sorted(model.rows.items()))
        rows.executemany("INSERT INTO feature VALUES (?, ?, ?)", features)
        signatures = [(number, s) for number, c in enumerate(catalogue.challenges, FIRST) for s in c.signatures]
        stored = ((n, owner, s.template, s.weak) for n, (owner, s) in enumerate(signatures))
        rows.executemany("INSERT INTO signature VALUES (?, ?, ?, ?)", stored)
        rows.executemany("INSERT INTO anchor VALUES (?, ?)", _anchors(s.template for _, s in signatures))
        meta = _meta(catalogue, [*entries, *imagined, *background], model)
        rows.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
        rows.execute("INSERT INTO meta VALUES ('checksum', ?)", (checksum(rows),))


def learn(catalogue: Catalogue) -> Model:
    """Learn the ranking where numpy is there and the catalogue of a size to learn from; else compute it."""
    if len(catalogue.challenges) <= _LEARNABLE:
        try:
            from .training import train

            return train(catalogue)
        except ImportError:
            pass
    from .weighting import weigh

    return weigh(catalogue)


def _classes(catalogue: Catalogue, model: Model) -> Iterator[tuple[int, str, str, int]]:
    areas = {challenge.id: challenge.area for challenge in catalogue.challenges}
    for number, (entry, bias) in enumerate(zip(model.classes, model.biases, strict=True)):
        yield number, entry, areas.get(entry, ""), bias


def _anchors(templates: Iterable[str]) -> list[tuple[str, int]]:
    return sorted((word, number) for number, text in enumerate(templates) for word in Template.parse(text).anchors)


def _entries(catalogue: Catalogue) -> Iterator[tuple[str, str, int, str, str, str]]:
    kinds: dict[str, tuple[Any, ...]] = {
        "challenge": catalogue.challenges,
        "mitigation": catalogue.mitigations,
        "reference": catalogue.references,
        "poster": catalogue.poster,
        "case": catalogue.cases,
    }
    for kind, records in kinds.items():
        for place, record in enumerate(records):
            title = getattr(record, "title", "")
            fields = {
                key: value for key, value in record.to_fields().items() if key != "imagined"
            }  # a table of its own
            yield kind, record.id, place, getattr(record, "area", ""), title, _dump(fields)


def _names(catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    for kind, entries in (("challenge", catalogue.challenges), ("mitigation", catalogue.mitigations)):
        for entry in entries:
            yield from ((name, kind, entry.id) for name in (entry.id, *entry.former_ids))


def _meta(catalogue: Catalogue, entries: Sequence[tuple[object, ...]], model: Model) -> dict[str, str]:
    from hashlib import sha256

    lexicon = _dump(catalogue.lexicon.to_fields())
    digest = sha256(repr((entries, lexicon)).encode()).hexdigest()
    return {
        "format": str(FORMAT),
        "digest": digest,
        "challenges": str(len(catalogue.challenges)),
        "mitigations": str(len(catalogue.mitigations)),
        "lexicon": lexicon,
        "method": model.method,
        "unit": str(model.unit),
    }


def _dump(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _cache_path(roots: Sequence[Path]) -> Path:
    """Name the bundle after the folders and the size and time of each file that goes into it."""
    beneath = [*_CHECKOUT.rglob("*.yml"), *_PACKAGE.glob("*.sqlite")] if is_layer(roots[0]) else []
    package = [*_PACKAGE.glob("*.py"), *_PACKAGE.glob("schemas/*.json")]
    sources = [*(path for root in roots for path in root.rglob("*.yml")), *beneath, *package]
    state = sorted((str(path), stat.st_size, stat.st_mtime_ns) for path in sources for stat in [path.stat()])
    place = crc32("\n".join(str(root.resolve()) for root in roots).encode())
    return _cache_folder() / f"{place:08x}-{crc32(repr(state).encode()):08x}-{len(state)}.sqlite"


def _cache_folder() -> Path:
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "repro-kb"


def _keep(catalogue: Catalogue, cached: Path) -> bool:
    """Write the bundle to the cache under a name of this process alone, then rename: readers see all of it or none."""
    from tempfile import TemporaryDirectory

    try:
        cached.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=cached.parent) as folder:
            write_bundle(catalogue, Path(folder) / cached.name)
            (Path(folder) / cached.name).replace(cached)
    except (OSError, sqlite3.OperationalError):  # read-only or full: do without
        return False
    for stale in set(cached.parent.glob(f"{cached.name[:8]}-*.sqlite")) - {cached}:
        with suppress(OSError):
            stale.unlink()
    return True


def _in_memory(catalogue: Catalogue) -> Bundle:
    rows = sqlite3.connect(":memory:")
    fill_bundle(rows, catalogue, learn(catalogue))
    return Bundle(rows)
