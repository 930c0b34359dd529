"""What did they send us, and what of it can be counted?"""

from proventive.records.importing.import_files import import_files
from proventive.records.importing.imported import Imported, PartAccount
from proventive.records.importing.messages import Message
from proventive.records.importing.questions import Question, Undecided

__all__ = ["Imported", "Message", "PartAccount", "Question", "Undecided", "import_files"]
