"""Figures: numbers with all that belongs to them, as one reader may see them."""

from poukama.reporting.figures.board import ask_of, figures_of_year
from poukama.reporting.figures.circle import Circle
from poukama.reporting.figures.figure import Figure, TargetFigure, Withheld, YearOfFigures
from poukama.reporting.figures.forecast import Forecast

__all__ = [
    "Circle",
    "Figure",
    "Forecast",
    "TargetFigure",
    "Withheld",
    "YearOfFigures",
    "ask_of",
    "figures_of_year",
]
