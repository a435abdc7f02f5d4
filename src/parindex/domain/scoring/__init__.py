"""Points of a catalogue: exact, traceable, one module for each shape of rule."""
