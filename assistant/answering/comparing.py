"""What to say of a comparison: what differs, row by row, and a judgement marked as one."""

from __future__ import annotations

from assistant.answering.points import Point, Speaker, sold_out_points
from assistant.formats import join_words
from assistant.types import Comparison, Outcome, Weighed

__all__ = ["points_of_comparison"]

_MOST_ROWS = 6
"""Differences that are told in words; the table has them all."""


def points_of_comparison(outcome: Outcome, speaker: Speaker) -> tuple[Point, ...]:
    """Name the products in their order, say in what they differ, and which speaks for what."""
    comparison = outcome.comparison
    if comparison is None:
        return (Point(speaker.say("compare", "two_needed")),)
    titles = [card.title for card in outcome.cards]
    if comparison.weighed:
        said = _weighed(comparison.weighed, titles, speaker)
        return (*map(Point, said), *sold_out_points(outcome, speaker))
    said = [speaker.say("compare", "lead", titles=join_words(titles))]
    for row in comparison.rows[:_MOST_ROWS]:
        values = [value or speaker.say("compare", "unlisted") for value in row.values]
        said.append(speaker.say("compare", "row", name=row.name, values=" / ".join(values)))
    if not comparison.rows:
        said.append(speaker.say("compare", "alike"))
    said.append(_verdict(comparison, titles, speaker))
    return (*(Point(text) for text in said), *sold_out_points(outcome, speaker))


def _weighed(weighed: Weighed, titles: list[str], speaker: Speaker) -> list[str]:
    """Answer which of them is the lighter, the cheaper, the better rated."""
    name = weighed.name
    if not weighed.values:
        return [speaker.say("compare", "unweighed", name=name, titles=join_words(titles))]
    pairs = zip(titles, weighed.values, strict=True)
    each = join_words([f"{title} ({value})" for title, value in pairs])
    said = [speaker.say("compare", "weighed", name=name, each=each)]
    if weighed.place is None:
        return [*said, speaker.say("compare", "level")]
    end = "most" if weighed.most else "least"
    return [*said, speaker.say("compare", end, name=name, title=titles[weighed.place - 1])]


def _verdict(comparison: Comparison, titles: list[str], speaker: Speaker) -> str:
    """Weigh price against rating; where the data do not decide, say so."""
    cheapest, best = comparison.cheapest, comparison.best_rated
    if cheapest is not None and cheapest == best:
        return speaker.say("compare", "both", title=titles[cheapest - 1])
    if cheapest is not None and best is not None:
        a, b = titles[cheapest - 1], titles[best - 1]
        return speaker.say("compare", "split", cheap=a, rated=b)
    if cheapest is not None:
        return speaker.say("compare", "price", title=titles[cheapest - 1])
    if best is not None:
        return speaker.say("compare", "rating", title=titles[best - 1])
    return speaker.say("compare", "undecided")
