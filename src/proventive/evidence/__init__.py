"""How is it told?"""

from proventive.evidence.blocks import Pack
from proventive.evidence.html import page
from proventive.evidence.json import as_json
from proventive.evidence.summary import explanation, summary, table_as_text
from proventive.evidence.telling import pack
from proventive.evidence.writing import write_pack

__all__ = ["Pack", "as_json", "explanation", "pack", "page", "summary", "table_as_text", "write_pack"]
