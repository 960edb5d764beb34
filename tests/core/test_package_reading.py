"""Reading a file that anybody may have made."""

import json

import pytest

from core.package import PackageRefused, as_json, as_yaml, read
from core.package.reading import MAX_BYTES, MAX_DEPTH

pytestmark = [pytest.mark.filterwarnings("error"), pytest.mark.once]


@pytest.fixture
def reading(tmp_path):
    """Read a file of this content."""

    def read_content(content, name="package.yaml"):
        path = tmp_path / name
        if isinstance(content, str):
            content = content.encode()
        path.write_bytes(content)
        return read(path)

    return read_content


@pytest.fixture
def refused(reading):
    """Why a file of this content cannot be read."""

    def why(content, name="package.yaml"):
        with pytest.raises(PackageRefused) as refusal:
            reading(content, name)
        return str(refusal.value)

    return why


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("11:00", "11:00"),
        ("2014-02-05", "2014-02-05"),
        ("2014-02-05T11:00", "2014-02-05T11:00"),
        ("0241234567", "0241234567"),
        ("+233", "+233"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        (".inf", ".inf"),
        ("1e999", "1e999"),
        ("9" * 5000, "9" * 5000),
        ("<<", "<<"),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("1.5", 1.5),
        ("1e3", 1000),
        ("2.0", 2),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("'12'", "12"),
        ('"true"', "true"),
        ("!!str 12", "!!str 12"),
    ],
)
def test_only_null_booleans_and_decimal_numbers_are_more_than_text(reading, text, value):
    source = reading(f"a: {text}\n")
    if text.startswith("!!"):
        assert source.data == {"a": "12"} or source.problems
    else:
        assert source.data == {"a": value}
        assert type(source.data["a"]) is type(value)


def test_every_value_knows_its_line(reading):
    source = reading("a:\n- b: 1\n  c:\n    d: 2\n- e\n")
    assert source.line(("a", 0, "c", "d")) == 4
    assert source.line(("a", 1)) == 5
    assert source.line(("a", 0, "nowhere")) == 2


def test_json_is_read_too(reading):
    data = {"a": ["é 😀", 1, 2.5, True, None, {"b": "NO"}]}
    assert reading(json.dumps(data), "package.json").data == data
    assert reading(as_json(data), "package.yaml").data == data


def test_a_byte_order_mark_does_no_harm(reading):
    assert reading(b"\xef\xbb\xbfa: b\n").data == {"a": "b"}


def test_line_ends_are_unified(reading):
    assert reading('a: "b\\r\\nc"\r\nd: e\r\n').data == {"a": "b\nc", "d": "e"}


def test_keys_that_are_there_twice_are_named_with_both_lines(reading):
    source = reading("a:\n  b: 1\n  b: 2\n")
    assert [str(problem) for problem in source.problems] == [
        f"{source.name}: a.b: is there twice (first in line 2); keep one (line 3)"
    ]


def test_keys_that_are_there_twice_are_named_in_json_too(reading):
    source = reading('{"a": [{"b": 1, "b": 2}]}', "package.json")
    assert [problem.path for problem in source.problems] == [("a", 0, "b")]


def test_an_alias_stands_for_what_its_anchor_holds(reading):
    assert reading("a: &x [1, 2]\nb: *x\n").data == {"a": [1, 2], "b": [1, 2]}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is empty"),
        ("  \n \n", "is empty"),
        ("# only a remark\n", "holds null"),
        ("- a\n- b\n", "holds a list"),
        ("only words", "holds “only words”"),
        ("a: [1, 2\n", "is not YAML"),
        ("a: b: c\n", "is not YAML"),
        ("\ta: b\n", "is not YAML"),
        ("a: *nothing\n", "is not defined before it"),
        ("a: &x [*x]\n", "is not defined before it"),
        ("a: 1\n---\nb: 2\n", "more than one document"),
        ("? [a]\n: b\n", "a key that is not a word"),
        ("a: \x07\n", "is not YAML"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is not a text file in UTF-8"),
        ("a: b\n".encode("utf-16"), "is not a text file in UTF-8"),
        (b"a: b\nc: \xe9t\xe9\n", "is not UTF-8; save it as UTF-8 (line 2)"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(refused, content, reason):
    assert reason in refused(content)


@pytest.mark.parametrize("content", ['{"a": }', '{"a": 1} x', '{"a": NaN', "[" * 50_000, "{" * 9])
def test_what_is_not_json_is_refused_with_the_reason(refused, content):
    assert any(
        reason in refused(content, "package.json") for reason in ("is not JSON", "is nested more")
    )


def test_a_tag_is_a_problem(reading):
    (problem,) = reading("a: !!python/name:os.system x\n").problems
    assert problem.path == ("a",)
    assert "has a tag" in problem.message


@pytest.mark.parametrize("name", ["package.yaml", "package.json"])
@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 10_000])
def test_nesting_has_a_limit(refused, name, depth):
    assert f"more than {MAX_DEPTH} levels" in refused('{"a": ' * depth + "1" + "}" * depth, name)
    assert f"more than {MAX_DEPTH} levels" in refused(
        '{"a": ' + "[" * depth + "]" * depth + "}", name
    )


def test_nested_blocks_have_the_same_limit(refused):
    assert "levels deep" in refused("a:\n" + "- " * 10_000 + "b\n")


def test_aliases_do_not_go_round_the_limit_of_depth(refused):
    lines = ["a0: &a0 [[[[[[[[[[x]]]]]]]]]]"]
    lines += [f"a{n}: &a{n} [[[[[[[[[[*a{n - 1}]]]]]]]]]]" for n in range(1, 12)]
    assert "levels deep" in refused("\n".join(lines))


def test_a_billion_laughs_are_counted_not_told(refused):
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert "aliases written out" in refused("\n".join(lines))


def test_a_long_text_cannot_be_multiplied_by_aliases(refused):
    many = ", ".join(["*a"] * 60)
    assert "aliases written out" in refused(f"a: &a '{'x' * 100_000}'\nb: [{many}]\n")


def test_a_large_file_is_refused_unread(tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(PackageRefused, match="is larger than 5 MB"):
        read(path)


def test_a_file_that_lies_about_its_size_is_refused_too():
    with pytest.raises(PackageRefused, match="is larger than 5 MB"):
        read("/dev/zero")


@pytest.mark.parametrize("count", [300_000])
def test_a_file_of_very_many_values_is_refused(refused, count):
    content = "a: [" + "1," * count + "1]"
    assert len(content) < MAX_BYTES
    assert "values" in refused(content)
    assert "values" in refused('{"a": [' + '"",' * count + '""]}', "package.json")


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(PackageRefused, match="cannot be read"):
        read(tmp_path / "nothing.yaml")
    with pytest.raises(PackageRefused, match="is a folder"):
        read(tmp_path)
    with pytest.raises(PackageRefused, match="cannot be read"):
        read("a\0b")


@pytest.mark.parametrize("escape", ["\\u0007", "\\u0000", "\\ud800", "\\u009b", "\\uffff"])
def test_control_characters_in_a_text_are_a_problem(reading, escape):
    (problem,) = reading(f'{{"a": ["b{escape}c"]}}', "package.json").problems
    assert problem.path == ("a", 0)
    assert "control character" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "NO",
        "1e5",
        "1.5e3",
        "12",
        "null",
        "~",
        "",
        " ",
        "a: b",
        "- a",
        "#",
        "'",
        '"',
        "a\n",
        "\na",
        " a\n  b",
        "a \nb",
        "a\n\n\n",
        "\n",
        "tab\there",
        "\t",
        "---\nx",
        "...",
        "a\x85b",
        "a\u2028b\n",
        "\ufeffa",
        "é😀\u200f",
        "=",
        "<<",
        "x" * 300,
        "word " * 60,
        "%a",
        "@a",
        "`a`",
        "2014-02-05",
        "11:00",
        "0o7",
        "1_0",
    ],
)
def test_text_that_is_written_is_read_again_the_same(reading, text):
    data = {"a": text, "b": [text, {"c": {"d": text}}]}
    assert reading(as_yaml(data)).data == data
    assert reading(as_json(data), "package.json").data == data
