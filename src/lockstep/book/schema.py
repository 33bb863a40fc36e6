"""The schema of the settings: each option, its type, and what is said where mkdocs.yml has something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from lockstep.book.config import CONFIG, Lines, Where
from lockstep.problem import BookError, Problem, did_you_mean

EXTENSION = "lockstep.render"


def _name(given: object) -> str:
    name = str(given)
    if isinstance(given, dict | list) or not any(character.isalpha() for character in name):
        raise ValueError(f"{name!r} is a number and no name; list names that contain a letter, such as GPT-2")
    return name


def _url(address: str) -> str:
    try:
        urlsplit(address)
    except ValueError as error:
        raise ValueError(f"{address!r} is no address: {error}; write https://host/folder/") from error
    return address


def _inside(path: str) -> str:
    if not path or PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
        raise ValueError(f"{path!r} is no path below {CONFIG}; write its path from there")
    return path


_Text = Annotated[str, StringConstraints(min_length=1)]
_Path = Annotated[str, AfterValidator(_inside)]


@dataclass(frozen=True, kw_only=True)
class Options:
    """The options of the extension; what stands below each is what Python-Markdown is told of it."""

    __pydantic_config__ = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    library: tuple[_Path, ...] = ()
    """folders of the library that the programs import: a change in one reruns every program"""
    chapters: tuple[_Text, ...] = ()
    """prefixes of the pages whose statements are numbered by chapter, in the order of the nav"""
    given: tuple[Annotated[str, BeforeValidator(_name)], ...] = ()
    """names that contain digits and are not numbers"""
    synonyms: tuple[tuple[_Text, ...], ...] = ()
    """groups of words: who searches for one finds what has another one in its title"""
    macros: Mapping[str, str] = field(default_factory=dict)
    """TeX macros, name to replacement"""
    generator: Literal["mkdocs", "zensical"] = "mkdocs"
    """what makes the site: mkdocs or zensical"""
    run: str = ""
    """the page that says how to get and run the programs, to which each links"""
    report: str = ""
    """what follows the repository's address where an error is reported, such as issues/new?title=: a statement's link
    adds its name"""
    corrections: str = ""
    """the page whose parts say since when they correct what: each becomes an entry of a feed"""
    packed: tuple[_Path, ...] = ()
    """files that the archive of programs and library holds beside them; without any there is none"""
    slow: tuple[_Text, ...] = ()
    """names of programs that take much longer than the others, and are started before them"""
    time_limit: Annotated[float, Field(strict=True, gt=0, le=86400)] = 60.0
    """seconds that a program may take"""
    preload: tuple[_Text, ...] = ()
    """modules that every program may find imported already"""


class Extra(BaseModel):
    """What lockstep reads of what mkdocs.yml says to its theme."""

    model_config = ConfigDict(strict=True)

    repository: Annotated[str, AfterValidator(_url)] = ""


class MkDocs(BaseModel):
    """What lockstep reads of MkDocs' own settings."""

    model_config = ConfigDict(strict=True)

    docs_dir: _Path = "docs"
    extra: Extra = Extra()
    hooks: list[str] = []
    site_url: Annotated[str, AfterValidator(_url)] = ""
    use_directory_urls: bool = True


_Model = TypeVar("_Model", Options, MkDocs)

#: What is expected, by the kind of error that pydantic has.
_EXPECTED = {
    "list_type": "a list, such as [one, two],",
    "tuple_type": "a list, such as [one, two],",
    "string_type": "text",
    "string_too_short": "text that is not empty",
    "invalid_key": "a name",
    "model_type": "a table, a name and a value a line,",
    "dict_type": "a table, a name and a text a line,",
    "bool_type": "true or false",
    "float_type": "a number",
    "greater_than": "a number of seconds above 0",
    "less_than_equal": "a number of seconds, a day at most,",
    "finite_number": "a number of seconds, a day at most,",
}
#: What the extension's configuration says of each option.
OPTIONS: dict[str, str] = {
    name: each["description"] for name, each in TypeAdapter(Options).json_schema()["properties"].items()
}


def validated(model: type[_Model], given: Mapping[str, Any], lines: Lines, top: Where) -> _Model:
    """Return what a model makes of the names and values that stand below `top` in mkdocs.yml.

    Raises:
        BookError: Something is unknown, or not what it should be: every such thing, with its line.
    """
    try:
        return TypeAdapter(model).validate_python(given)
    except ValidationError as error:
        raise BookError(_said(each, lines, top) for each in error.errors()) from error


def _said(error: Any, lines: Lines, top: Where) -> Problem:
    where: Where = error["loc"]
    name, given = ".".join(map(str, where)), error["input"]
    line = lines[(*top, *where)]
    if error["type"] == "unexpected_keyword_argument":
        remedy = did_you_mean(name, OPTIONS, f"there are: {', '.join(OPTIONS)}")
        return Problem(CONFIG, line, f"{EXTENSION} has no option {name!r}", remedy)
    if error["type"] == "value_error":
        what, _, remedy = str(error["ctx"]["error"]).partition("; ")
        return Problem(CONFIG, line, f"{where[0]}: {what}", remedy)
    expected = _EXPECTED.get(error["type"], error.get("ctx", {}).get("expected", error["msg"]))
    return Problem(
        CONFIG, line, f"{name}: given {given!r}, where {expected} is expected", f"write {expected.rstrip(',')}"
    )
