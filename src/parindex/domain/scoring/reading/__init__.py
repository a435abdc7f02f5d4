"""From the words of an annex to a proposed rule; one module for each family of phrases, none of them reads files."""
