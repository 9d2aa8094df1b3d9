"""Hand-written pages of our own for the tests of extraction."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.records import Page

NOW = datetime(2031, 5, 20, 12, 0, tzinfo=UTC)
URL = "https://harbour-gazette.example/world/2031/05/18/ferry-talks-resume/"
TITLE = "Ferry talks resume after a week of fog"
PARAGRAPHS = (
    "Officials of the two island states met on Saturday to talk about the ferry that has lain idle since the fog came down,"
    " and both sides called the first hours of their meeting useful.",
    "“We came to listen. We did not come to sign,” the head of the harbour office, Ilse Maren, told reporters on the pier."
    " She would leave a comment on the draft treaty, she added, once lawyers had read it.",
    "The ferry carried some 4,000 passengers a day before it stopped. Fishermen have taken people across in open boats,"
    " which the coast guard says is neither safe nor legal.",
    "A second meeting is planned for June. Until then the larger island keeps its radio beacon lit through the night, and"
    " the smaller one has promised to share its weather reports.",
)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)

HEAD = f"""<head><title>{TITLE} | Harbour Gazette</title><meta property="og:site_name" content="Harbour Gazette">
<meta property="og:title" content="{TITLE}"><meta property="og:type" content="article">
<meta property="article:published_time" content="2031-05-18T07:45:00+09:00">
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{TITLE}",
"datePublished":"2031-05-18T07:45:00+09:00","dateModified":"2031-05-18T11:00:00+09:00",
"author":{{"@type":"Person","name":"Jon Brakke"}},"articleSection":"World"}}</script></head>"""

# A comment section and form as a common blog program prints them, in words of our own.
COMMENTS = """<div id="comments" class="comments-area"><h2>3 thoughts on “Ferry talks”</h2><ol class="comment-list">
<li class="comment"><b>Harald</b> <time>May 18, 2031 at 9:12 am</time><p>My uncle rowed across twice and he is eighty.</p>
<a href="#r1">Reply</a></li><li class="comment"><b>Wen</b> <time>May 18, 2031 at 9:40 am</time>
<p>Nobody asks the fishermen what they think of it.</p><a href="#r2">Reply</a></li></ol>
<div id="respond"><h3>Write a comment</h3><form><p>We keep your email to ourselves.</p><p><label>Comment</label>
<textarea></textarea></p><p><label>Name</label><input type="text"></p></form></div></div>"""


def newsroom_page(body: str = BODY, after: str = COMMENTS, head: str = HEAD) -> str:
    """An article page with all the furniture of a newsroom around `body`."""
    return f"""<!DOCTYPE html><html lang="en">{head}<body>
<div class="cookie-banner"><p>We and our partners use cookies to make this site better. Choose what you allow.</p>
<button>Allow</button></div>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li>
<li><a href="/sea">Sea</a></li></ul></nav></header>
<main><article class="post"><header><h1 class="entry-title">{TITLE}</h1>
<p class="byline">By Jon Brakke</p></header>
<div class="share-bar"><a href="#f">Facebook</a> <a href="#x">X</a> <a href="#m">Email</a></div>
<div class="entry-content">{body}</div>
<div class="newsletter-box"><h4>The Morning Tide</h4><p>Our letter reaches you before breakfast. Sign up for free.</p></div>
<div class="author-bio"><p>Jon Brakke covers the sea for the Gazette and lives on a boat.</p></div>
<div class="related-posts"><h3>More on this</h3><ul><li><a href="/a">Fog horns fall silent along the southern coast</a></li>
<li><a href="/b">A ferry and its captain: forty years in pictures</a></li></ul></div>
{after}</article></main>
<aside class="sidebar"><h3>Popular</h3><ul><li><a href="/c">Lighthouse for sale</a></li></ul></aside>
<footer><p>© 2031 Harbour Gazette. Nothing here may be copied.</p></footer></body></html>"""


def page(html: str | bytes, *, url: str = URL, status: int = 200, content_type: str | None = "text/html") -> Page:
    """A fetched page."""
    body = html.encode() if isinstance(html, str) else html
    return Page(url, url, status, NOW, body, content_type=content_type)
