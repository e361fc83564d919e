import gzip
import json

from repro_kb.ranking import FIRST
from repro_kb.site.finder import PATH, finder_files


def test_the_finder_of_the_whole_catalogue_stays_light(bundle, catalogue):
    path, text = next(finder_files(bundle, catalogue))
    assert path == PATH
    assert len(gzip.compress(text.encode(), 9)) <= 400_000


def test_the_finder_knows_every_challenge_and_every_fix(bundle, catalogue):
    text = next(finder_files(bundle, catalogue))[1]
    data = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    assert [entry["id"] for entry in data["entries"][FIRST:]] == [challenge.id for challenge in catalogue.challenges]
    assert set(data["fixes"]) == {mitigation.id for mitigation in catalogue.mitigations}
    assert data["features"] == len(list(bundle.index.model()))
