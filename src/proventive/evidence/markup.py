"""Text made safe for HTML and SVG: titles and names come from strangers."""

import re
from html import escape

# Characters that turn the reading direction round, hide, or are no text at all.
UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


def text_of(words: str) -> str:
    """Words as markup: escaped, and every unseen character shown as a replacement mark."""
    return escape(UNSEEN.sub("\ufffd", words), quote=True)
