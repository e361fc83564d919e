import json
import random
from contextlib import closing
from itertools import chain
from struct import iter_unpack

import pytest

from repro_kb.bundle import Bundle
from repro_kb.intake import WHOLE, read_text
from repro_kb.matcher import Matcher
from repro_kb.ranking import PAIR
from repro_kb.signatures import Template

RESULTS = "#finder-results > li"
ERROR = "AttributeError: module 'numpy' has no attribute 'float'"
READ_DATA = """async () => {
    const text = await (await fetch('api/v1/finder.js')).text();
    window.kb = ReproKB.read(JSON.parse(text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'))));
}"""
RANK = """texts => texts.map(text => ReproKB.rank(text, 5, '', kb).map(found => [found.id, found.score, found.confidence]))"""
HOSTILE = [
    "",
    " \t\r\n ",
    "\x1b[31mRuntimeError\x1b[0m: CUDA error\x1b]0;title\x07",
    "Epoch 1\rEpoch 2\rValueError: Setting a random_state has no effect since shuffle is False",
    "<script>alert(1)</script> </pre> &lt;class&gt; &amp;lt;",
    "KeyError: 'İstanbul' ẞ ﬁ Ⅷ ǅ",
    "\ud83d\ude00 accuracy drops \U0001f4a5 after upgrade \u202etxt\u202c",
    "数据集链接失效，torch 版本不对，准确率低了三个点",
    "a" * 5000 + " numpy",
    "😀" * 2500 + " tail",
    "/home/reader/project/tools/train.py C:\\users\\reader\\model.pth https://example.org/a/b?c=d#e 0xdeadbeef 1234567",
    "\u00a0nbsp\u3000ideographic ‘quoted’ “double” ´acute",
    "word " * 3000,
    "1.2.3 v2.0 2019 99999 3.5% ? e3b0c44298fc1c149afbf4c8996fb924 cu118 fp16 top-1 np.float weights_only",
    "torch.load(path)\r\nRuntimeError: line one\r\n\r\nUserWarning: nan",
]


@pytest.fixture(scope="module")
def matcher(folder):
    with closing(Bundle.open(str(folder / "downloads" / "catalogue.sqlite"))) as bundle:
        yield Matcher(bundle)


@pytest.fixture
def home(address, visit):
    return visit(address + "index.html").page


def answers(matcher, texts):
    return [[[m.id, m.share, m.confidence] for m in matcher.rank(text, limit=5)] for text in texts]


def log(lines):
    noise = random.Random(0)
    usual = [
        f"step {n} loss {noise.random():.4f} lr 0.0001 [rank{n % 8}] 2024-05-01 12:{n % 60:02d}" for n in range(lines)
    ]
    usual[lines // 2] = "UserWarning: Detected call of `lr_scheduler.step()` before `optimizer.step()`"
    return "\n".join([*usual, f'  File "train.py", line 3, in <module>\n{ERROR}'])


def test_the_page_reads_the_model_and_the_templates_that_the_bundle_holds(matcher, home):
    index = matcher._index
    home.evaluate(READ_DATA)
    rows = home.evaluate("Array.from(kb.rows, ([number, row]) => [number, row.square, row.weights])")
    assert rows == [[n, square, [*chain(*iter_unpack(PAIR, packed))]] for n, square, packed in index.model()]
    templates = home.evaluate("kb.templates.map(t => [t.owner, t.text, t.weak, t.length])")
    assert templates == [
        [t.challenge, t.template, t.weak, Template.parse(t.template).length] for t in index.templates()
    ]
    anchors = home.evaluate("Object.fromEntries(kb.anchors)")
    assert anchors == index.anchored(word for t in index.templates() for word in Template.parse(t.template).anchors)


def test_the_page_ranks_as_the_command_line_does(matcher, home, folder):
    catalogue = json.loads((folder / "api" / "v1" / "catalogue.json").read_text("utf-8"))
    symptoms = [
        s if isinstance(s, str) else next(iter(s.values())) for c in catalogue["challenges"] for s in c["symptoms"]
    ]
    outputs = [text for c in catalogue["challenges"] for s in c.get("signatures", ()) for text in s["matches"]]
    texts = [*symptoms[::17], *outputs[::2], *HOSTILE, log(3000)]
    assert len(texts) > 400
    home.evaluate(READ_DATA)
    shown = home.evaluate(RANK, texts)
    expected = answers(matcher, texts)
    assert [t for t, ours, theirs in zip(texts, expected, shown, strict=True) if ours != theirs] == []


def test_a_large_log_is_read_as_the_command_line_reads_it(matcher, home, tmp_path):
    path = tmp_path / "train.log"
    path.write_text(log(90_000), "utf-8", newline="\r\n")
    assert path.stat().st_size > 2 * WHOLE
    home.locator("#finder-file").set_input_files(path)
    home.locator(RESULTS).nth(4).wait_for()
    with path.open("rb") as stream:
        expected = [m.id for m in matcher.rank(read_text(stream), limit=5)]
    assert home.locator(RESULTS).evaluate_all("items => items.map(item => item.dataset.id)") == expected
    assert expected[0] == "numpy-api-removal"
    assert home.locator("#finder-state").inner_text() == "5 challenges in train.log, the likeliest first"


def test_the_same_log_can_be_opened_again_after_clearing(home, tmp_path):
    path = tmp_path / "job.log"
    path.write_text(ERROR, "utf-8")
    for _ in range(2):
        home.locator("#finder-file").set_input_files(path)
        home.locator(RESULTS).first.wait_for()
        home.locator(".kb-clear").click()
        home.locator(RESULTS).first.wait_for(state="detached")


def test_typing_answers_and_the_address_keeps_the_question(home):
    home.locator("#finder-text").fill(ERROR)
    first = home.locator(RESULTS).first
    first.wait_for()
    assert first.get_attribute("data-id") == "numpy-api-removal"
    assert first.get_attribute("data-confidence") == "strong"
    assert "?q=AttributeError" in home.url


def test_a_deep_link_asks_by_itself(address, visit):
    page = visit(address + "index.html?q=dataset+link+is+dead&area=dataset").page
    page.locator(RESULTS).first.wait_for()
    assert page.locator(RESULTS).first.get_attribute("data-id") == "dataset-link-dead"
    page.wait_for_timeout(1000)
    assert "q=dataset+link+is+dead" in page.url
    assert "area=dataset" in page.url
    assert not page.locator("[data-md-toggle=search]").is_checked(), "the theme's own search opened over the answer"
    assert page.locator("#finder-text").input_value() == "dataset link is dead"


def test_what_is_no_challenge_is_answered_with_help(home):
    home.locator("#finder-text").fill("best recipe for pizza dough")
    home.locator(".kb-nothing").wait_for()
    assert home.locator(".kb-nothing p").first.inner_text() == "Nothing in the catalogue speaks of this."


def test_a_dropped_file_is_answered(home):
    home.evaluate(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], 'job.log'));
            document.getElementById('finder').dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true}));
        }""",
        ERROR,
    )
    home.locator(RESULTS).first.wait_for()
    assert home.locator(RESULTS).first.get_attribute("data-id") == "numpy-api-removal"


def test_the_keyboard_reaches_the_box_and_its_answers(home):
    home.keyboard.press("/")
    assert home.evaluate("document.activeElement.id") == "finder-text"
    home.keyboard.type("seeds are not set")
    home.locator(RESULTS).first.wait_for()
    home.keyboard.press("ArrowDown")
    assert home.evaluate("document.activeElement.getAttribute('href')").endswith(".html")


def test_the_data_is_fetched_when_the_box_is_used_and_nothing_is_sent(address, visit):
    visited = visit(address + "index.html")
    assert not any("finder.js" in url and "/api/" in url for url in visited.requests)
    visited.page.locator("#finder-text").fill("secret-host-name accuracy differs from the paper")
    visited.page.locator(RESULTS).first.wait_for()
    assert any(url.endswith("/api/v1/finder.js") for url in visited.requests)
    assert [url for url in visited.requests if not url.startswith(address) or "secret" in url] == []


def test_the_finder_works_from_a_folder_without_a_server(folder, visit):
    page = visit((folder / "index.html").as_uri()).page
    page.locator("#finder-text").fill(ERROR)
    page.locator(RESULTS).first.wait_for()
    assert page.locator(RESULTS).first.get_attribute("data-id") == "numpy-api-removal"
    page.locator(RESULTS).first.locator("a").first.click()
    assert page.url.endswith("/challenges/numpy-api-removal.html")
