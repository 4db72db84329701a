"""Accounts of sixty words, none like another."""

import random

WORDS = """
the a my our shift manager colleague meeting room office hall team week again about before after said told asked wrote
shouted laughed left stayed heard saw because when while until pay hours leave rota list plan change promise answer
question voice door desk corner evening morning Monday Thursday twice never always sometimes nobody everybody someone
name joke remark pregnancy age accent faith illness help alone tired afraid angry sorry quiet
"""
LONG = 60


def account(seed: int) -> str:
    """Sixty words of what happened; the same for the same seed."""
    return " ".join(random.Random(seed).choices(CHOICE, k=LONG)) + "."


CHOICE = WORDS.split()
