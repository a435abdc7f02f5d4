"""What an official was given in a month and how it went: quantity, quality, progress."""
