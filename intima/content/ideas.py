"""The ideas of the article, by their ids. Content names the ids that it teaches; docs and tests count them."""

from typing import Literal, get_args

Part = Literal["R", "W", "S", "P", "M", "E", "Q", "C", "G"]

# fmt: off
Idea = Literal[
    "R1", "R2",
    "W1", "W2", "W3", "W4",
    "S1", "S2", "S3", "S4", "S5",
    "P1", "P2", "P3", "P4", "P5", "P6",
    "M0", "M1", "M2", "M3", "M4", "M5", "M6",
    "E0", "E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8",
    "Q0", "Q1", "Q2", "Q3", "Q4",
    "C1", "C2", "C3",
    "G1", "G2",
]
# fmt: on

PARTS: tuple[Part, ...] = get_args(Part)  # in the article's order, which is the order of reading
IDEAS: tuple[Idea, ...] = get_args(Idea)
