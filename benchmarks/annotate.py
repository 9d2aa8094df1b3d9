"""Speed and memory of the annotator beside the bare spaCy model on the same texts, and what each component costs.

    python benchmarks/annotate.py [--texts FOLDER] [--repeat 20]

Without --texts it reads the article texts of the sample newsroom's kind: paragraphs written for this project, repeated.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.annotate.pipeline import Annotator, load_model
from pipeline.settings import Settings

PARAGRAPHS = (
    "South Korea's defence ministry said on Monday that two cargo ships had left the port of Rajin with containers "
    "that may hold artillery shells. Officials in Moscow dismissed the report, and a foreign ministry spokeswoman "
    "called it a fabrication.",
    "The foreign ministers of Japan and the Philippines met in Manila and agreed to hold joint exercises next spring. "
    "China criticised the plan, saying that it threatened peace in the region.",
    "Prices of fresh fish rose by four per cent in the coastal towns last month, the fishermen's union said. Rain is "
    "expected over the weekend, and the ferry to the islands will not sail before Tuesday.",
    "“We have neither sold nor promised anything,” the minister told reporters after the meeting. “Those who say so "
    "should show their evidence.” He declined to answer further questions.",
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="folder of .txt files to read instead")
    parser.add_argument("--repeat", type=int, default=40, help="texts made of the built-in paragraphs")
    options = parser.parse_args()
    texts = read_texts(options.texts) if options.texts else made_texts(options.repeat)

    settings = Settings()
    bare = load_model(settings.spacy_model)
    annotator = Annotator(settings)
    annotator.annotate(texts[0])
    list(bare.pipe(texts[:2]))

    words = sum(len(text.split()) for text in texts)
    sentences = sum(1 for doc in bare.pipe(texts) for _ in doc.sents)
    rows = [
        ("bare spaCy model, nlp.pipe", timed(lambda: list(bare.pipe(texts)))),
        (
            "annotator, annotate_many",
            timed(lambda: list(annotator.annotate_many((str(n), t, None, None, "en") for n, t in enumerate(texts)))),
        ),
    ]
    print(f"{len(texts)} texts, {sentences} sentences, {words} words; CPU seconds of one process")
    print(f"{'':32s} {'seconds':>8s} {'words/s':>9s} {'sentences/s':>12s}")
    for label, seconds in rows:
        print(f"{label:32s} {seconds:8.2f} {words / seconds:9.0f} {sentences / seconds:12.0f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    print("\ncomponent                        microseconds per token")
    for name, cost in component_costs(annotator, texts):
        print(f"{name:32s} {cost:8.1f}")


def timed(work: Callable[[], object]) -> float:
    """CPU seconds of the work: other processes of the machine do not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def component_costs(annotator: Annotator, texts: list[str]) -> list[tuple[str, float]]:
    """Microseconds per token of each component, run one after the other over all texts."""
    docs = [annotator.nlp.make_doc(text) for text in texts]
    tokens = sum(map(len, docs))
    costs = []
    for name, component in annotator.nlp.pipeline:
        start = time.process_time()
        docs = list(component.pipe(docs)) if hasattr(component, "pipe") else [component(doc) for doc in docs]
        costs.append((name, (time.process_time() - start) * 1e6 / tokens))
    return costs


def made_texts(count: int) -> list[str]:
    """Texts of eight paragraphs each, in changing order."""
    return ["\n\n".join(PARAGRAPHS[(n + k) % len(PARAGRAPHS)] for k in range(8)) for n in range(count)]


def read_texts(folder: Path) -> list[str]:
    """The .txt files of a folder."""
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]


if __name__ == "__main__":
    main()
