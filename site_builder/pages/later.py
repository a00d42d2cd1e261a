"""What a page needs only when its scripts run: the search dialog, and labels that all pages of a language share.

It is published once a language, as a module that holds the HTML; ``later.js`` puts it into the page.
"""

import json

from ..addresses import Way
from .frame import tight
from .site import Site


def later(site: Site, *, folder: str) -> str:
    """The text of the module. Its addresses lead on from the folder of the scripts, or from another one as deep."""
    template = site.environment.get_template("frame/later.html")
    html = tight(template.render(to=Way.of(folder), a=site.addresses)).strip()
    return f"export default {json.dumps(html, ensure_ascii=False)};\n"
