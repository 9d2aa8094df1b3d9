"""Speed and memory of the annotator beside the bare spaCy model on the same texts, in one run.

    python benchmarks/annotate.py [--texts FOLDER_OR_FILE] [--rounds 3]

Without --texts it reads the English articles of the sample newsroom. A folder holds .txt files; a file holds JSON Lines
with a field "text", as it is or compressed by gzip. Each row of the first table is measured in processes of its own,
the contenders in turn, and the median round counts. The second table tells what each component costs, the third which
sentences the event coder passes over.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import resource
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pipeline.sample
from pipeline.annotate import events
from pipeline.annotate.languages import FULL, coding_level, language_of
from pipeline.annotate.pipeline import Annotator, load_model
from pipeline.settings import Settings

BARE, ANNOTATOR = "bare spaCy model, nlp.pipe", "annotator, annotate_many"


@dataclass(frozen=True)
class Cost:
    """What one contender needed."""

    seconds: float  # CPU
    sentences: int
    mebibytes: float  # peak of the process, the model and the interpreter included


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="folder of .txt files, or a file of JSON Lines, to read instead")
    parser.add_argument("--rounds", type=int, default=3, help="how often each contender runs")
    options = parser.parse_args()
    texts = read_texts(options.texts) if options.texts else newsroom_texts()
    print_speed(texts, options.rounds)
    annotator = Annotator(Settings())
    print_components(annotator, texts)
    print_passed_over(annotator, texts)


def print_speed(texts: list[str], rounds: int) -> None:
    """Both contenders in turn, each time in a fresh process, so that neither pays for the other's memory."""
    contenders: dict[str, Callable[[list[str]], Cost]] = {BARE: run_bare, ANNOTATOR: run_annotator}
    costs: dict[str, list[Cost]] = {label: [] for label in contenders}
    for _ in range(rounds):
        for label, run in contenders.items():
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
                costs[label].append(process.submit(run, texts).result())
    words, sentences = sum(len(text.split()) for text in texts), costs[BARE][0].sentences
    print(f"{len(texts)} texts, {sentences} sentences, {words} words; CPU seconds, median of {rounds} rounds")
    print(f"{'':28s}{'seconds':>9s}{'words/s':>9s}{'sentences/s':>13s}{'peak MiB':>10s}{'time, bare = 1':>16s}")
    bare = statistics.median(cost.seconds for cost in costs[BARE])
    for label, measured in costs.items():
        seconds = statistics.median(cost.seconds for cost in measured)
        memory = max(cost.mebibytes for cost in measured)
        print(
            f"{label:28s}{seconds:9.2f}{words / seconds:9.0f}{sentences / seconds:13.0f}{memory:10.0f}"
            f"{seconds / bare:16.2f}"
        )


def run_bare(texts: list[str]) -> Cost:
    """The model's own pipeline over all texts."""
    nlp = load_model(Settings().spacy_model)
    list(nlp.pipe(texts[:2]))
    start = time.process_time()
    sentences = sum(1 for doc in nlp.pipe(texts) for _ in doc.sents)
    return Cost(time.process_time() - start, sentences, peak())


def run_annotator(texts: list[str]) -> Cost:
    """All of ours over all texts, the model included."""
    annotator = Annotator(Settings())
    annotator.annotate(texts[0])
    start = time.process_time()
    for _, answer in annotator.annotate_many((str(n), text, None, None, "en") for n, text in enumerate(texts)):
        if isinstance(answer, Exception):
            raise answer
    return Cost(time.process_time() - start, 0, peak())


def peak() -> float:
    """The most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def print_components(annotator: Annotator, texts: list[str]) -> None:
    """Microseconds per token of each component, run one after the other over all texts."""
    docs = [annotator.nlp.make_doc(text) for text in texts]
    tokens = sum(map(len, docs))
    print("\ncomponent                   microseconds per token")
    for name, component in annotator.nlp.pipeline:
        start = time.process_time()
        docs = list(component.pipe(docs)) if hasattr(component, "pipe") else [component(doc) for doc in docs]
        print(f"{name:28s}{(time.process_time() - start) * 1e6 / tokens:9.1f}")


def print_passed_over(annotator: Annotator, texts: list[str]) -> None:
    """How many sentences the event coder passes over for want of an actor, and what it would have found in them."""
    coder = events.EventCoder(events.lexicon())
    counts = {"sentences": 0, "without actor": 0, "with an actor, without a lexicon word": 0, "coded": 0}
    lost = kept = 0
    for doc in annotator.nlp.pipe(texts):
        for sentence in doc.sents:
            counts["sentences"] += 1
            matches = events.find_matches(list(sentence), coder.lexicon)
            if not events.may_name_somebody(sentence):
                counts["without actor"] += 1
                lost += len(events.select(coder.candidates_of(matches)))
                continue
            found = coder.code(sentence)
            kept += len(found)
            counts["with an actor, without a lexicon word"] += not matches
            counts["coded"] += bool(found)
    print("\nevent coder")
    for label, count in counts.items():
        print(f"{label:40s}{count:8d}{count / counts['sentences']:8.3f}")
    print(f"{'events':40s}{kept:8d}\n{'events in the sentences without actor':40s}{lost:8d}")


def newsroom_texts() -> list[str]:
    """The bodies of the sample newsroom's English articles; a day of the week stands for each of their template words."""
    found = []
    for path in sorted((Path(pipeline.sample.__file__).parent / "articles").glob("*.md")):
        _, _, body = path.read_text(encoding="utf-8").partition("---\n")[2].partition("\n---\n")
        text = re.sub(r"\{\{.*?\}\}", "Monday", body).strip()
        if coding_level(language_of(text, None)) == FULL:
            found.append(text)
    return found


def read_texts(path: Path) -> list[str]:
    """The .txt files of a folder, or the texts of a file of JSON Lines."""
    if path.is_dir():
        return [file.read_text(encoding="utf-8") for file in sorted(path.glob("*.txt"))]
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line)["text"] for line in raw.splitlines()]


if __name__ == "__main__":
    main()
