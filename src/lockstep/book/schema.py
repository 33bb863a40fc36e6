"""The schema of the settings: each option, its type, and what is said where mkdocs.yml has something else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

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


class Options(BaseModel):
    """The options of the extension; each description is what Python-Markdown is told."""

    model_config = ConfigDict(extra="forbid", strict=True)

    library: list[_Path] = Field(
        [], description="folders of the library that the programs import: a change in one reruns every program"
    )
    chapters: list[_Text] = Field(
        [], description="prefixes of the pages whose statements are numbered by chapter, in the order of the nav"
    )
    given: list[Annotated[str, BeforeValidator(_name)]] = Field(
        [], description="names that contain digits and are not numbers"
    )
    synonyms: list[list[_Text]] = Field(
        [], description="groups of words: who searches for one finds what has another one in its title"
    )
    macros: dict[str, str] = Field({}, description="TeX macros, name to replacement")
    generator: Literal["mkdocs", "zensical"] = Field("mkdocs", description="what makes the site: mkdocs or zensical")
    run: str = Field("", description="the page that says how to get and run the programs, to which each links")
    report: str = Field(
        "",
        description="what follows the repository's address where an error is reported, such as issues/new?title=: "
        "a statement's link adds its name",
    )
    corrections: str = Field(
        "", description="the page whose parts say since when they correct what: each becomes an entry of a feed"
    )
    packed: list[_Path] = Field(
        [], description="files that the archive of programs and library holds beside them; without any there is none"
    )
    slow: list[_Text] = Field(
        [], description="names of programs that take much longer than the others, and are started before them"
    )
    time_limit: float = Field(60.0, gt=0, le=86400, description="seconds that a program may take")
    preload: list[_Text] = Field([], description="modules that every program may find imported already")


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


_Model = TypeVar("_Model", bound=BaseModel)

#: What is expected, by the kind of error that pydantic has.
_EXPECTED = {
    "list_type": "a list, such as [one, two],",
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
OPTIONS = {name: each.description or "" for name, each in Options.model_fields.items()}


def validated(model: type[_Model], given: Mapping[str, Any], lines: Lines, top: Where) -> _Model:
    """Return what a model makes of the names and values that stand below `top` in mkdocs.yml.

    Raises:
        BookError: Something is unknown, or not what it should be: every such thing, with its line.
    """
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise BookError(_said(model, each, lines, top) for each in error.errors()) from error


def _said(model: type[BaseModel], error: Any, lines: Lines, top: Where) -> Problem:
    where: Where = error["loc"]
    name, given = ".".join(map(str, where)), error["input"]
    line = lines[(*top, *where)]
    if error["type"] == "extra_forbidden":
        remedy = did_you_mean(name, model.model_fields, f"there are: {', '.join(model.model_fields)}")
        return Problem(CONFIG, line, f"{EXTENSION} has no option {name!r}", remedy)
    if error["type"] == "value_error":
        what, _, remedy = str(error["ctx"]["error"]).partition("; ")
        return Problem(CONFIG, line, f"{where[0]}: {what}", remedy)
    expected = _EXPECTED.get(error["type"], error.get("ctx", {}).get("expected", error["msg"]))
    return Problem(
        CONFIG, line, f"{name}: given {given!r}, where {expected} is expected", f"write {expected.rstrip(',')}"
    )
