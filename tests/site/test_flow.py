import re
from xml.etree import ElementTree as ET

from repro_kb.site.flow import Box, draw

BOXES = [
    Box(id="a", text="Start"),
    Box(id="b", text="A <hostile> & long title of a step", note="2 challenges", needs=("a",)),
    Box(id="c", text="End", needs=("a", "b")),
]


def boxes_of(svg):
    return [tuple(map(int, box)) for box in re.findall(r'<rect x="(\d+)" y="(\d+)"', svg)]


def test_a_drawing_is_well_formed_and_links_every_box():
    tree = ET.fromstring(draw(BOXES, "A & B"))
    links = [link.get("href") for link in tree.iter("{http://www.w3.org/2000/svg}a")]
    assert links == ["#a", "#b", "#c"]
    assert tree.get("aria-label") == "A & B"


def test_a_step_stands_below_all_that_it_needs():
    (_, first), (_, second), (_, third) = boxes_of(draw(BOXES, ""))
    assert first < second < third


def test_boxes_of_a_layer_stand_side_by_side():
    (left, top), (right, same) = boxes_of(draw([Box(id="a", text="A"), Box(id="b", text="B")], ""))
    assert top == same
    assert right - left > 170


def test_a_long_curve_bends_around_the_boxes_between():
    path = re.findall(r'd="(M[^"]+)"', draw(BOXES, ""))[1]
    assert path.count("C") == 2
    box_left = boxes_of(draw(BOXES, ""))[1][0]
    bend = int(path.split(" v")[0].split()[-2])
    assert not box_left <= bend <= box_left + 172


def test_the_same_boxes_give_the_same_drawing():
    assert draw(BOXES, "x") == draw(BOXES, "x")
