"""A small plan of an association that does not exist, as text."""

PLAN = """\
Lehdokin perheyhdistys ry
TOIMINTASUUNNITELMA 2025

1 Yleistä
Toimintasuunnitelma vuodelle 2025.

2 Perheiden tuki
2.1 Work form A
Ryhmä kokoontuu joka viikko.

TAVOITTEET                                  TULOKSET
Perheet löytävät tuen ajoissa.              Perheet osaavat hakea apua.

Määrälliset tavoitteet
Perheet 30
Vapaaehtoiset 6

2.2 Lumikka
TAVOITTEET                                  TULOKSET
Nuoret saavat luotettavan aikuisen.         Nuoret kertovat luottavansa.

Määrälliset tavoitteet
Nuoret 12

3 Talousarvio
Tuotot
Kunnat 40.000 €
Avustus 60.000 €
Tuotot yhteensä 101.000 €
"""
