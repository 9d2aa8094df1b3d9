"""One annotator for all tests of this folder: loading the model costs more than the tests."""

from datetime import UTC, datetime
from functools import lru_cache

from spacy.tokens import Doc

from pipeline.annotate.pipeline import Annotator
from pipeline.records import Mention
from pipeline.settings import Settings

PUBLISHED = datetime(2024, 2, 20, 9, 30, tzinfo=UTC)  # a Tuesday


@lru_cache(maxsize=1)
def annotator() -> Annotator:
    """The annotator under default settings."""
    return Annotator(Settings())


def read(text: str, published_at: datetime | None = PUBLISHED) -> Doc:
    """The coded document of a text."""
    return annotator().read(text, published_at)


def mention(text: str, words: str, at: int = 0) -> Mention:
    """The mention that stands on the words in the text, the first or a later one."""
    found = [m for m in read(text)._.wirewatch_mentions if m.text == words]
    assert len(found) > at, f"{words!r} is no mention of {[m.text for m in read(text)._.wirewatch_mentions]}"
    return found[at]
