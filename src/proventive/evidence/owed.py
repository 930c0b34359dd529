"""What is owed, line by line, each line with its reason."""

from proventive.evidence.anchors import anchor
from proventive.evidence.blocks import Block, Bullets, Grid, Heading, Parts, Sentence, Shown
from proventive.evidence.first_page import with_stop
from proventive.evidence.words import sentence_case
from proventive.outturn.outturn import Outturn, Payment
from proventive.quantities import Money

MOST_LINES_UNFOLDED = 12


def owed_told(outturn: Outturn) -> tuple[Block, ...]:
    """Every term with its lines, then who pays; nothing where the agreement pays for nothing."""
    if not outturn.payments:
        return ()
    blocks: list[Block] = [Heading(level=2, text="What is owed, line by line", anchor="owed")]
    blocks.append(Sentence(parts=("Owed in all: ", Shown(figure=outturn.owed, form="value"), ".")))
    for payment in outturn.payments:
        blocks += payment_told(payment)
    if outturn.also_claimed:
        blocks.append(Heading(level=3, text="Claimed under another agreement too"))
        blocks.append(Bullets(items=tuple(Sentence(parts=(with_stop(text),)) for text in outturn.also_claimed)))
    if outturn.owed_by.rows:
        blocks.append(Grid(table=outturn.owed_by, caption=outturn.owed_by.title))
    return tuple(blocks)


def payment_told(payment: Payment) -> tuple[Block, ...]:
    """One term: what it pays, the most it could, why, and its lines."""
    heading = Heading(level=3, text=sentence_case(payment.label), anchor=anchor("payment", payment.term))
    most: Parts = (" The most it could be: ", Shown(figure=payment.most, form="bare"), ".")
    capped = isinstance(payment.most.value, Money)
    owed = Sentence(parts=("Owed: ", Shown(figure=payment.owed, form="value"), ".", *(most if capped else ())))
    reason = (Sentence(parts=(sentence_case(with_stop(payment.reason)),)),) if payment.reason else ()
    folded = len(payment.lines.rows) > MOST_LINES_UNFOLDED
    lines = (Grid(table=payment.lines, caption=payment.lines.title, folded=folded),) if payment.lines.rows else ()
    return (heading, owed, *reason, *lines)
