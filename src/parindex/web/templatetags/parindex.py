"""Template tags of the house; templates do no arithmetic, tags only format."""

from django import template

register = template.Library()
