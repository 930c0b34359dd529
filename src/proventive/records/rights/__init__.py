"""What people may ask of records about them: to see everything, and to have it erased."""

from proventive.records.rights.access import SubjectAccess, subject_access
from proventive.records.rights.erasing import Erased, allow_again, erase
from proventive.records.rights.erasing_again import erase_again
from proventive.records.rights.people_asked_for import person_of

__all__ = ["Erased", "SubjectAccess", "allow_again", "erase", "erase_again", "person_of", "subject_access"]
