"""The little Markdown that content may use: paragraphs, emphasis, lists, and links to our own pages."""

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from markdown_it import MarkdownIt

QUOTES = {"es": "«»“”"}  # double, then single; other languages have the English ones


def own_path(url: str) -> bool:
    """Whether `url` is a path of this site, and so no way out of it."""
    return url.startswith("/") and not url.startswith("//")


def _writer(quotes: str) -> MarkdownIt:
    options = {"typographer": True, "quotes": quotes}
    writer = MarkdownIt("zero", options).enable(["emphasis", "escape", "link", "list", "newline", "smartquotes"])
    writer.validateLink = own_path  # type: ignore[method-assign]
    return writer


_english = _writer("“”‘’")
_others = {language: _writer(quotes) for language, quotes in QUOTES.items()}

# The same grammar with every link allowed: it tells a link that leads elsewhere from brackets that are no link.
_reader = MarkdownIt("zero").enable(["emphasis", "escape", "link", "list", "newline"])
_reader.validateLink = lambda url: True  # type: ignore[method-assign]


def html(text: str) -> SafeString:
    """`text` as HTML, with the quotes of the language that is spoken now.

    Tags in it are shown as they are typed; a link that leads elsewhere stays text.
    """
    rendered = _others.get(get_language() or "", _english).render(text)
    return SafeString(rendered)  # nosec B703


def links_elsewhere(text: str) -> list[str]:
    """The addresses in `text` that its links would lead to and that are not paths of this site."""
    tokens = [child for token in _reader.parse(text) for child in token.children or []]
    addresses = [str(token.attrGet("href")) for token in tokens if token.type == "link_open"]
    return [address for address in addresses if not own_path(address)]
