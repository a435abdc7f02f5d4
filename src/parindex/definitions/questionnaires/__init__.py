"""Questionnaires of surveys as data, one versioned YAML file each, with their shape and loader."""
