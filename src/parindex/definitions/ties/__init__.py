"""What hangs together across rooms: which criteria, themes and dossiers belong to an element of a survey."""
