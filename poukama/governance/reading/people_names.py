"""Finding names of persons in a plan: a plan speaks of work, and outlives who does it."""

import re
from collections.abc import Iterator

FIRST_NAMES = frozenset(
    """
    Aada Aaro Aino Aki Aleksi Alisa Anders Anita Anja Anna Anne Anneli Anni Annika Antero Anton Antti Ari Armi Arto Asta
    Auli Birgitta Christian Christina Eero Eeva Eija Eila Eino Elina Elisa Ella Elli Emilia Emma Erja Erkki Esa Essi Eveliina
    Fredrik Hanna Hannele Hannu Harri Heidi Heikki Heini Heli Helena Heljä Henna Henri Henrik Hilkka Iida Ilkka Ilona Inka
    Irja Irma Jaakko Jaana Janne Jani Jari Jarmo Jenna Jenni Jere Joel Johan Johanna Joni Joonas Jorma Jouko Jouni Juha
    Juhani Jukka Julia Juulia Juho Jussi Jyrki Kaarina Kai Kaija Kaisa Karin Kari Karita Karoliina Katariina Kati Katja Katri
    Kerttu Kimmo Kirsi Kirsti Krista Kristiina Kristian Kyllikki Lars Lasse Lauri Laura Lea Leena Leila Liisa Lotta Lumi
    Maarit Maija Maj Mari Maria Marika Marita Marja Marjo Marjut Marko Markku Markus Martti Matias Matti Merja Mervi Mia
    Mika Mikael Mikko Milla Minna Mira Mirja Miia Minttu Nea Nelli Niina Niko Nina Noora Oili Olavi Olga Olli Onni Oona
    Outi Paavo Päivi Pasi Paula Pauliina Pekka Pentti Per Peter Petra Petri Pertti Pia Piia Pirjo Pirkko Raija Raili Raimo
    Rauno Reetta Reija Reijo Riikka Riina Risto Ritva Roope Saana Saara Saija Sami Sampo Sanna Santeri Sara Sari Satu Seija
    Seppo Silja Sini Sinikka Sirkka Sirpa Sofia Sonja Suvi Susanna Tanja Tapani Tapio Taru Teemu Tero Terhi Teija Tiia Tiina
    Timo Titta Toini Tommi Toni Tuija Tuomas Tuula Tuulikki Tytti Ulla Vappu Veera Veikko Venla Vesa Vilja Ville Virpi Virve
    Åsa
    """.split()
)
SURNAME = r"[A-ZÅÄÖ][a-zåäöé]{2,}(?:-[A-ZÅÄÖ][a-zåäöé]+)?"
TWO_NAMES = re.compile(rf"(?<![\w-])([A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?)\s+({SURNAME})(?![\w-])")
TELLING_SURNAME = re.compile(
    r"[A-ZÅÄÖ][a-zåäöé]+(?:nen|sen|selle|sella|seltä|sta|ström|berg|qvist|lund|sson)"
)


def names_in(text: str) -> Iterator[tuple[int, int]]:
    """Where a first name stands before a surname. Services named with a first name alone are left in peace."""
    for found in TWO_NAMES.finditer(text):
        first, last = found[1].split("-")[0], found[2]
        if (
            first in FIRST_NAMES
            and last not in FIRST_NAMES
            and (TELLING_SURNAME.fullmatch(last) or last.lower() not in _ordinary_words(text))
        ):
            yield found.span()


def _ordinary_words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\b[a-zåäöé]{3,}\b", text))
