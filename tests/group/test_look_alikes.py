"""Pairs that look alike: copies however edited are found, reports of other events in the same words are kept apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.group.memory import MemoryIndex
from pipeline.group.place import Placer
from pipeline.group.profile import profile
from pipeline.group.story import TermStatistics
from pipeline.records import Document

# Source, day of March, headline and text of each report of a pair.
Report = tuple[str, int, str, str]

APART: dict[str, tuple[Report, Report]] = {
    "serial missile": (
        (
            "A",
            2,
            "North Korea fires ballistic missile",
            "North Korea fired a short-range ballistic missile into the sea off its east coast on Monday, "
            "South Korea's military said. The missile flew about 350 kilometres and fell outside Japan's "
            "economic zone, the Joint Chiefs of Staff said.",
        ),
        (
            "B",
            6,
            "North Korea fires ballistic missile",
            "North Korea fired a short-range ballistic missile into the sea off its east coast on Friday, "
            "South Korea's military said. The missile flew about 410 kilometres and fell outside Japan's "
            "economic zone, the Joint Chiefs of Staff said.",
        ),
    ),
    "markets daily": (
        (
            "A",
            2,
            "Seoul shares close higher",
            "South Korean shares closed higher on Monday on gains in chipmakers. The benchmark index rose 0.8 "
            "percent to 2,711.35 points. Trade volume stood at 412 million shares worth 9.1 trillion won. "
            "Foreigners bought a net 210 billion won of stocks.",
        ),
        (
            "A",
            3,
            "Seoul shares close higher",
            "South Korean shares closed higher on Tuesday on gains in shipbuilders. The benchmark index rose "
            "0.3 percent to 2,719.02 points. Trade volume stood at 398 million shares worth 8.7 trillion won. "
            "Foreigners bought a net 95 billion won of stocks.",
        ),
    ),
    "denial": (
        (
            "A",
            2,
            "Seoul says North sent shells to Russia",
            "South Korea's spy agency said on Monday that North Korea had shipped 200 containers of artillery "
            "shells to Russia by way of the port of Rajin since January. The agency told lawmakers that the "
            "containers were loaded onto two Russian vessels that had switched off their transponders.",
        ),
        (
            "A",
            3,
            "Russia denies receiving shells from North Korea",
            "Russia denied on Tuesday that it had received 200 containers of artillery shells from North "
            "Korea by way of the port of Rajin. The foreign ministry said that the account of South Korea's "
            "spy agency was an invention, and that the two Russian vessels had carried flour.",
        ),
    ),
    "quarterly": (
        (
            "A",
            2,
            "Chipmaker profit rises",
            "The chipmaker said on Monday that its profit for the first quarter rose 12 percent from a year "
            "earlier to 4.1 trillion won on demand for memory used in servers. Revenue rose 9 percent to 21.3 "
            "trillion won. The company expects demand to stay firm in the second half.",
        ),
        (
            "A",
            3,
            "Carmaker profit rises",
            "The carmaker said on Tuesday that its profit for the first quarter rose 7 percent from a year "
            "earlier to 3.2 trillion won on demand for hybrids in America. Revenue rose 5 percent to 40.9 "
            "trillion won. The company expects demand to stay firm in the second half.",
        ),
    ),
    "correction": (
        (
            "A",
            2,
            "Army says 150,000 shells were sent",
            "North Korea has delivered about 150,000 artillery shells to Russia this year, South Korea's "
            "Joint Chiefs of Staff said on Wednesday. The figure is twice that of last autumn. The shells "
            "were moved by rail across the Tumen river, a spokesman said, and came from depots in the "
            "north-east.",
        ),
        (
            "A",
            3,
            "Army corrects figure: 200,000 shells",
            "North Korea has delivered between 180,000 and 200,000 artillery shells to Russia this year, "
            "South Korea's Joint Chiefs of Staff said on Thursday, correcting a figure of 150,000 that they "
            "had given a day earlier. The shells were moved by rail across the Tumen river, a spokesman said, "
            "and came from depots in the north-east.",
        ),
    ),
    "weather": (
        (
            "A",
            2,
            "Weather forecast",
            "Monday will be mostly sunny with highs between 9 and 14 degrees. Winds will be light from the "
            "west. Waves of up to 1.5 metres are expected in the East Sea. Fine dust levels will be normal "
            "across the country, the weather agency said.",
        ),
        (
            "A",
            3,
            "Weather forecast",
            "Tuesday will be mostly cloudy with highs between 7 and 12 degrees. Winds will be light from the "
            "north. Waves of up to 2.0 metres are expected in the East Sea. Fine dust levels will be normal "
            "across the country, the weather agency said.",
        ),
    ),
    "match": (
        (
            "A",
            2,
            "City beat United 2-1",
            "City beat United 2-1 at home on Sunday to stay second in the league, three points behind the "
            "leaders. Two goals in the last ten minutes turned the match after United had led since the "
            "fourth minute. The coach praised the patience of his team and said that the injury of the "
            "captain was not serious.",
        ),
        (
            "A",
            8,
            "City beat Rovers 3-1",
            "City beat Rovers 3-1 at home on Saturday to go top of the league, one point ahead of United. "
            "Three goals in the last half hour turned the match after Rovers had led since the ninth minute. "
            "The coach praised the patience of his team and said that the injury of the captain was healing.",
        ),
    ),
    "anniversary": (
        (
            "A",
            2,
            "Two killed in mine blast",
            "An explosion in a coal mine in Hunchun killed two miners on Monday, state media said. Rescuers "
            "reached three others after nine hours. Gas had built up in a shaft that was to be closed in "
            "April, the provincial government said, and the manager was detained.",
        ),
        (
            "A",
            9,
            "Nine killed in mine blast",
            "An explosion in a coal mine in Kedong killed nine miners on Monday, state media said. Rescuers "
            "reached fourteen others after two days. Water had flooded a shaft that was to be widened in "
            "June, the provincial government said, and the owner was detained.",
        ),
    ),
    "week later same weekday": (
        (
            "A",
            2,
            "North Korea fires ballistic missile",
            "North Korea fired a short-range ballistic missile into the sea off its east coast on Monday, "
            "South Korea's military said. The missile flew about 350 kilometres and fell outside Japan's "
            "economic zone, the Joint Chiefs of Staff said.",
        ),
        (
            "B",
            9,
            "North Korea fires ballistic missile",
            "North Korea fired a short-range ballistic missile into the sea off its east coast on Monday, "
            "South Korea's military said. The missile flew about 410 kilometres and fell outside Japan's "
            "economic zone, the Joint Chiefs of Staff said.",
        ),
    ),
    "dates": (
        (
            "A",
            2,
            "North Korea launches rocket",
            "North Korea launched a rocket from its western site at 09:14 on March 2, the military in Seoul "
            "said. It passed over the Yellow Sea and broke up after 4 minutes.",
        ),
        (
            "B",
            6,
            "North Korea launches rocket",
            "North Korea launched a rocket from its western site at 10:40 on March 6, the military in Seoul "
            "said. It passed over the Yellow Sea and broke up after 7 minutes.",
        ),
    ),
    "sanctions": (
        (
            "A",
            2,
            "US sanctions three over arms trade",
            "The United States imposed sanctions on Monday on three men accused of selling arms for North "
            "Korea, the Treasury Department said. The men, two Russians and a Chinese, worked through a firm "
            "in Vladivostok. Their assets in America are frozen.",
        ),
        (
            "B",
            12,
            "US sanctions five over arms trade",
            "The United States imposed sanctions on Thursday on five men accused of selling arms for North "
            "Korea, the Treasury Department said. The men, four Chinese and a Syrian, worked through a firm "
            "in Dandong. Their assets in America are frozen.",
        ),
    ),
}
COPIES: dict[str, tuple[Report, Report]] = {
    "shortened copy": (
        (
            "Reuters",
            2,
            "Ferry sinks off coast, 30 missing",
            "MANILA, March 2 (Reuters) - A ferry with 112 people aboard sank in heavy seas off the coast of "
            "Cebu early on Monday, the coast guard said, and 30 people were missing. Two navy vessels and a "
            "dozen fishing boats were searching the area. The ferry, built in 1987, had been inspected in "
            "January and found fit to sail, a spokesman said. Its owner could not be reached. Survivors said "
            "that the engine had failed before the first wave came over the bow, and that the crew had handed "
            "out life vests only after the lights went out.",
        ),
        (
            "Daily",
            2,
            "Dozens missing after ferry disaster",
            "A ferry with 112 people aboard sank in heavy seas off the coast of Cebu early on Monday, the "
            "coast guard said, and 30 people were missing. Two navy vessels and a dozen fishing boats were "
            "searching the area.",
        ),
    ),
    "edited copy": (
        (
            "AP",
            2,
            "Minister resigns over bridge",
            "LISBON (AP) — Portugal's transport minister resigned on Monday after a report found that "
            "warnings about a bridge that fell last year, killing eleven people, had been ignored for six "
            "years. The report, by a panel of three engineers, said that the ministry had received nine "
            "letters about cracks in a pillar. The prime minister accepted the resignation and said that a "
            "successor would be named within the week.",
        ),
        (
            "Gazette",
            2,
            "Bridge report topples Portuguese minister",
            "Portugal's transport minister stepped down on Monday after a report found that warnings about a "
            "bridge that collapsed last year, killing 11 people, had been ignored for six years. The report, "
            "by a panel of 3 engineers, said the ministry had received nine letters about cracks in a pillar. "
            "The prime minister accepted the resignation and said a successor would be named within the week. "
            "Follow us on our channel for more news from Europe.",
        ),
    ),
    "late copy keeps day": (
        (
            "Reuters",
            2,
            "Missile flew 350 km",
            "SEOUL, March 2 (Reuters) - North Korea fired a short-range ballistic missile into the sea off "
            "its east coast on Monday, South Korea's military said. The missile flew about 350 kilometres and "
            "fell outside Japan's economic zone, the Joint Chiefs of Staff said.",
        ),
        (
            "Gazette",
            3,
            "North fires missile",
            "North Korea fired a short-range ballistic missile into the sea off its east coast on Monday, "
            "South Korea's military said. The missile flew about 350 kilometres and fell outside Japan's "
            "economic zone, the Joint Chiefs of Staff said.",
        ),
    ),
    "toll update same day": (
        (
            "AP",
            2,
            "Quake kills 12",
            "ANKARA (AP) — An earthquake of magnitude 6.1 shook eastern Turkey on Monday, killing at least 12 "
            "people and destroying dozens of houses, officials said. Rescuers dug in the snow for survivors "
            "in three villages near Malatya. Roads were blocked by rocks, and the army sent helicopters.",
        ),
        (
            "AP",
            2,
            "Quake kills 19",
            "ANKARA (AP) — An earthquake of magnitude 6.1 shook eastern Turkey on Monday, killing at least 19 "
            "people and destroying dozens of houses, officials said. Rescuers dug in the snow for survivors "
            "in five villages near Malatya. Roads were blocked by rocks, and the army sent helicopters.",
        ),
    ),
}


def places(pair: tuple[Report, Report]) -> tuple[str | None, str | None]:
    """The roots that the two reports of a pair stand at, None for an original."""
    documents = [
        Document(str(number), text, title=title, source=source, published_at=datetime(2026, 3, day, 8, tzinfo=UTC))
        for number, (source, day, title, text) in enumerate(pair)
    ]
    found = Placer(MemoryIndex(), TermStatistics()).place([profile(document) for document in documents])
    return found["0"].duplicate_of, found["1"].duplicate_of


@pytest.mark.parametrize("name", APART)
def test_reports_of_two_events_are_no_copies(name: str) -> None:
    assert places(APART[name]) == (None, None)


@pytest.mark.parametrize("name", COPIES)
def test_an_edited_copy_is_found(name: str) -> None:
    assert sum(root is not None for root in places(COPIES[name])) == 1
