"""Comment sections of our own: the words of readers and forms in forty-one languages, and the markups they come in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Words:
    """What a comment section says in one language; `remarks` are what readers wrote, by their names."""

    heading: str
    remarks: dict[str, str]
    reply: str
    form: str
    note: str
    comment: str
    name: str
    email: str
    send: str


WORDS = {
    language: Words(**words)
    for language, words in yaml.safe_load(
        Path(__file__).with_name("comment_words.yaml").read_text(encoding="utf-8")
    ).items()
}


def named(words: Words) -> str:
    """The names that a widespread blog program gives."""
    items = "".join(
        f"""<li class='comment'><cite class='fn'>{name}</cite><div class='comment-content'><p>{text}</p></div>
        <a class='comment-reply-link' href='#'>{words.reply}</a></li>"""
        for name, text in words.remarks.items()
    )
    return f"""<div id='comments' class='comments-area'><h2>{words.heading}</h2><ol class='comment-list'>{items}</ol>
        <div id='respond'><h3>{words.form}</h3><form><p class='comment-notes'>{words.note}</p>
        <p><label>{words.comment} *</label><textarea></textarea></p><p><label>{words.name} *</label><input></p>
        <p><label>{words.email} *</label><input></p><button type='submit'>{words.send}</button></form></div></div>"""


def hashed(words: Words) -> str:
    """Class names made by a program that builds pages: they say nothing."""
    items = "".join(
        f"""<div class='c7e'><div class='kf'><span>{name}</span></div><div class='b2'><p>{text}</p></div>
        <div class='zz'><a href='#'>{words.reply}</a></div></div>"""
        for name, text in words.remarks.items()
    )
    return f"""<div class='x91'><div class='q0'><h3>{words.heading}</h3></div><div class='q1'>{items}</div>
        <div class='q2'><h3>{words.form}</h3><p>{words.note}</p><div>{words.comment}</div><textarea></textarea>
        <div>{words.name}</div><input><div>{words.email}</div><input><button>{words.send}</button></div></div>"""


def bare_form(words: Words) -> str:
    """A form alone, without a name and without any comment yet."""
    return f"""<div><h4>{words.form}</h4><p>{words.note}</p><p>{words.comment} *<br><textarea rows='6'></textarea></p>
        <p>{words.name} * <input></p><p>{words.email} * <input></p><input type='submit' value='{words.send}'></div>"""


def fieldset(words: Words) -> str:
    """A form of labels in a table, as old programs print it."""
    return f"""<form method='post'><fieldset><legend>{words.form}</legend><table>
        <tr><td>{words.name}</td><td><input></td></tr><tr><td>{words.email}</td><td><input></td></tr>
        <tr><td>{words.comment}</td><td><textarea></textarea></td></tr></table>
        <p>{words.note}</p><input type='submit' value='{words.send}'></fieldset></form>"""


def editable(words: Words) -> str:
    """An editor made of a box that can be written in, as single-page programs have it, above the remarks."""
    items = "".join(
        f"""<article class='m-3'><header>{name}</header><p>{text}</p>
        <footer><button>♥ 3</button><a href='#'>{words.reply}</a></footer></article>"""
        for name, text in words.remarks.items()
    )
    return f"""<section class='m-1'><h3>{words.heading}</h3><div class='m-2' contenteditable='true'></div>
        <p>{words.form}</p><button>{words.send}</button><div>{items}</div></section>"""


def list_only(words: Words) -> str:
    """Remarks in a list under a heading, without a form."""
    items = "".join(
        f"<li><p><strong>{name}</strong></p><p>{text}</p><p><a href='#'>{words.reply}</a></p></li>"
        for name, text in words.remarks.items()
    )
    return f"<div class='u-4'><p><b>{words.heading}</b></p><ul>{items}</ul></div>"


def nested(words: Words) -> str:
    """Remarks with answers inside them."""
    inner = ""
    for name, text in reversed(words.remarks.items()):
        inner = f"""<div class='t1'><div class='t2'>{name} · 09:12</div><div class='t3'>{text}</div>
            <div class='t4'><a href='#'>{words.reply}</a></div>{inner}</div>"""
    last = next(reversed(words.remarks.values()))
    other = f"""<div class='t1'><div class='t2'>X · 10:40</div><div class='t3'>{last}</div>
        <div class='t4'><a href='#'>{words.reply}</a></div></div>"""
    return f"""<div class='t0'><h3>{words.heading}</h3>{inner}{other}<h3>{words.form}</h3><textarea></textarea>
        <input type='submit' value='{words.send}'></div>"""


def described(words: Words) -> str:
    """Remarks as a list of terms, the reader being the term."""
    items = "".join(
        f"<dt>{name}</dt><dd><p>{text}</p><a href='#'>{words.reply}</a></dd>" for name, text in words.remarks.items()
    )
    return f"""<div><h3>{words.heading}</h3><dl>{items}</dl><h3>{words.form}</h3><p>{words.note}</p>
        <textarea></textarea><button>{words.send}</button></div>"""


def loose(words: Words) -> str:
    """A form whose parts stand one by one among the paragraphs of the article, without a box around them."""
    return f"""<h3>{words.form}</h3><p>{words.note}</p><p>{words.comment}</p><textarea></textarea>
        <p>{words.name} <input></p><p>{words.email} <input></p><p><button>{words.send}</button></p>"""


def printed(words: Words) -> str:
    """What is left of a form when a program has taken the fields away: its labels and its note."""
    return f"""<div class='w7'><p>{words.form}</p><p>{words.note}</p><p>{words.comment} *</p><p>{words.name} *</p>
        <p>{words.email} *</p></div>"""


def folded(words: Words) -> str:
    """Remarks behind something to click on, each a paragraph that opens with the reader's name."""
    items = "".join(
        f"<div class='r'><p><b>{name}:</b> {text}</p><span>{words.reply}</span></div>"
        for name, text in words.remarks.items()
    )
    return f"<details><summary>{words.heading}</summary>{items}<p>{words.form}</p><textarea></textarea></details>"


def rows(words: Words) -> str:
    """Remarks as rows of a table, as old forums print them."""
    items = "".join(
        f"<tr><td>{name}<br>#{number}</td><td>{text}<br><a href='#'>{words.reply}</a></td></tr>"
        for number, (name, text) in enumerate(words.remarks.items())
    )
    return f"""<h4>{words.heading}</h4><table>{items}</table><h4>{words.form}</h4>
        <form><textarea></textarea><input type='submit' value='{words.send}'></form>"""


MARKUPS = {
    function.__name__: function
    for function in (
        named,
        hashed,
        bare_form,
        fieldset,
        editable,
        list_only,
        nested,
        described,
        loose,
        printed,
        folded,
        rows,
    )
}
