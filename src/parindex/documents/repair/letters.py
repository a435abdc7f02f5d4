"""Small and capital letters of Vietnamese as the insides of character classes.

In Unicode the two alternate ("Ạạ Ảả"), so that a range from "à" to "ỹ" would hold capitals too.
"""

from __future__ import annotations

from itertools import chain

_ACCENTED = [chr(code) for code in chain(range(0xC0, 0x1B1), range(0x1EA0, 0x1EFA))]
SMALL = "a-z" + "".join(letter for letter in _ACCENTED if letter.islower())
CAPITAL = "A-Z" + "".join(letter for letter in _ACCENTED if letter.isupper())
