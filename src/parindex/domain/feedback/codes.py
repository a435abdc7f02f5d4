"""The code by which a sender follows their feedback, and the number under which the office enters it.

A code has 11 letters of a 32-letter alphabet (55 bits, no letter that is taken for another) and one that checks them,
so that a slip of the finger is told from a code that does not exist.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SAME = str.maketrans({"O": "0", "I": "1", "L": "1"})
_RANDOM_LETTERS, _GROUP = 11, 4
RANDOM_BYTES = 7
"""How many random bytes a code needs; the bit beyond 55 is dropped."""


def spell(secret: bytes) -> str:
    """Return the code of at least `RANDOM_BYTES` random bytes as XXXX-XXXX-XXXX; raises ValueError for fewer."""
    if len(secret) < RANDOM_BYTES:
        raise ValueError("a code needs more random bytes")
    number = int.from_bytes(secret[:RANDOM_BYTES]) >> 1
    letters = "".join(ALPHABET[number >> 5 * place & 31] for place in range(_RANDOM_LETTERS))
    whole = letters + _check_letter(letters)
    return "-".join(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))


def read(text: str) -> str | None:
    """Return the code that a person typed, in its own spelling; None when it cannot be one."""
    letters = "".join(letter for letter in text.upper() if letter not in " -\u2013.").translate(_SAME)
    if len(letters) != _RANDOM_LETTERS + 1 or any(letter not in ALPHABET for letter in letters):
        return None
    if _check_letter(letters[:-1]) != letters[-1]:
        return None
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def register_number(year: int, *, order: int) -> str:
    """Return the number of the book of a year, which begins at 1 and is never begun again inside the year."""
    return f"PAKN-{year}-{order:05d}"


def _check_letter(letters: str) -> str:
    """Weigh each place with an odd number, which a power of two has an inverse for: one wrong letter always shows."""
    return ALPHABET[sum((2 * place + 1) * ALPHABET.index(letter) for place, letter in enumerate(letters)) % 32]
