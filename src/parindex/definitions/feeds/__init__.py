"""Which indicator answers which input of a catalogue's items."""
